"""Layouts of labels as the house keeps them: versions over those of `labels`, and the editor."""
