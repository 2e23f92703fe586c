"""Yearly figures, reminders and secondments: what direction and office look at; nobody's pace."""
