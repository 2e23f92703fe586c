"""Scanners made to work: the test page, the sheet of test codes, a maker's own set-up codes."""
