"""Absences and leave, the office's own: why somebody was away, coded and sealed, seen by nobody
else; the counters of leave, proposed and confirmed.
"""
