"""Temperature loggers: their files, the cycles they measured, and what their curves prove."""
