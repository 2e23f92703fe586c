"""French sentences by code: easy to read, one idea each, and they say what to do next.

Codes of the core stand here; a module brings its own as `Module.texts`, added when it is loaded.
"""

from collections.abc import Mapping

_SENTENCES: dict[str, str] = {
    "bad_json": "Le message envoyé n’est pas du JSON lisible. Renvoyez-le en entier.",
    "bad_request": "La demande n’a pas pu être lue. Rechargez la page et recommencez.",
    "body_too_large": "L’envoi est trop gros. Envoyez un fichier plus petit.",
    "bad_origin": "Cette demande vient d’un autre site. Rechargez la page et recommencez.",
    "conflict": "Un autre poste vient de modifier la même chose. Rechargez et recommencez.",
    "disk_full": "Le disque du serveur est plein. Rien n’a été perdu : prévenez l’administrateur.",
    "form_invalid": "Certains champs sont à corriger. Rien n’a été enregistré.",
    "internal": "Une erreur est arrivée. Rien n’a été enregistré : recommencez ou prévenez.",
    "json_expected": "Le contenu doit être du JSON (application/json).",
    "method_not_allowed": "Cette adresse ne s’utilise pas ainsi.",
    "not_allowed": "Votre compte ne permet pas cette action. Demandez à votre responsable.",
    "not_found": "Cette page n’existe pas, ou n’est pas ouverte à votre compte.",
    "sign_in_first": "Connectez-vous pour continuer.",
    "too_many": "Trop d’essais. Attendez une minute et recommencez.",
    "unavailable": "Le serveur est occupé. Vos saisies sont gardées : recommencez.",
}

FALLBACK = "Cette action n’est pas possible maintenant. Demandez à votre responsable."


class _Absent:
    """What nobody gave, in whatever form the sentence asks for it."""

    def __format__(self, _form: str) -> str:
        return "…"


class _Given(dict[str, object]):
    def __missing__(self, name: str) -> _Absent:
        return _Absent()


def add(sentences: Mapping[str, str]) -> None:
    """Take in a module's sentences. A code said in two ways is a programming error."""
    for code, text in sentences.items():
        if _SENTENCES.get(code, text) != text:
            msg = f"two sentences for {code}"
            raise ValueError(msg)
        _SENTENCES[code] = text


def known(code: str) -> bool:
    """Whether `code` has a sentence of its own."""
    return code in _SENTENCES


def sentence(code: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence of `code`; parameters that it does not name are left out, those that nobody
    gave are an ellipsis.
    """
    return _SENTENCES.get(code, FALLBACK).format_map(_Given(params or {}))


def all_sentences() -> dict[str, str]:
    """Every sentence now known, for the house tests and the help."""
    return dict(_SENTENCES)
