"""Files and functions that are allowed to be large, each with its reason; starts empty."""

LONG_FILES: dict[str, str] = {}

LONG_FUNCTIONS: dict[str, str] = {}
"""Keys are `path/of/file.py::function`."""
