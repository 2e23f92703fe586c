"""Numbered papers: deposit tickets and delivery notes, rendered once and frozen; no price here."""
