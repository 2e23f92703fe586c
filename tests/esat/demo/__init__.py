"""The demo: the same twice, and within its bounds."""
