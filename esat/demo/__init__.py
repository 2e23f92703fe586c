"""The demo: a plausible ESAT made by the services themselves, one transaction a simulated day."""
