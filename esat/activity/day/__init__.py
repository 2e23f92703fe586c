"""The day of a group on one screen: sheets, places, outputs, incidents, handover, its end."""
