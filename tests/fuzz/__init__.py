"""Programs of others that throw anything at the served application."""
