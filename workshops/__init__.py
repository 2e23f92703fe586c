"""The workshops: a folder each, declared once in its `module.py`; they do not know each other.

To add one: copy a folder, write its stages, its item kinds, its order form and its card, and name
it in the setting `ESAT_MODULES`. No file of the core changes.
"""
