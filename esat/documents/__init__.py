"""Numbered papers: deposit tickets and delivery notes, rendered once and frozen; it works out
no price, a workshop gives them as words.
"""
