"""The files that loggers write, each read as it says itself what it is; pure."""
