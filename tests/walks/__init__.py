"""Hard days of the trade, walked through HTTP from end to end."""
