"""A group handed to another supervisor for some days; it ends by itself."""
