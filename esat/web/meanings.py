"""The shape and the word of each meaning: colour never speaks alone."""

from flask import Flask

SHAPES = {
    "ok": "check-circle-fill",
    "question": "exclamation-triangle-fill",
    "refused": "x-octagon-fill",
    "unknown": "question-diamond-fill",
}
WORDS = {"ok": "C’est bon", "question": "À vérifier", "refused": "Refusé", "unknown": "Inconnu"}


def shape(meaning: str) -> str:
    """The pictogram that goes with a meaning."""
    return SHAPES.get(meaning, "info-circle-fill")


def word(meaning: str) -> str:
    """What a meaning is called where nothing else says it."""
    return WORDS.get(meaning, "Information")


def install(app: Flask) -> None:
    """Give both to every template; as macros they were a fifth of the frame of a page."""
    app.jinja_env.globals.update(meaning_shape=shape, meaning_word=word)
