"""Tells a job that watches for work that its process is about to end; knows no job."""

import threading
from typing import Final

ASKED: Final = threading.Event()
"""Set when the scheduler closes: whoever waits for something else stops waiting."""
