"""The words of each kind of mail, and what may be written in them; it reads no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from esat.errors import Invalid

LINK: Final = "lien"
PLACEHOLDERS: Final = MappingProxyType(
    {
        "ref": "numéro de la commande",
        "client": "nom du client",
        "date": "date promise, ou date du jour de l’étape",
        "atelier": "nom de l’atelier",
        LINK: "adresse de suivi du client, écrite au moment de l’envoi",
    }
)
EXAMPLE: Final = MappingProxyType(
    {
        "ref": "BL-2026-0042",
        "client": "Résidence Les Tilleuls (démo)",
        "date": "vendredi 27 novembre 2026",
        "atelier": "Blanchisserie",
        LINK: "https://atelier.exemple.invalid/suivi/…",
    }
)
NO_LINK: Final = "(demandez votre lien de suivi à l’atelier)"
SUBJECT_LENGTH: Final = 150
BODY_LENGTH: Final = 8000
_NAMED: Final = re.compile(r"\{([^{}]*)\}")
_BRACE: Final = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a mail says, with its placeholders."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail with the words it has until the house writes its own."""

    code: str
    label: str
    wording: Wording


def _kind(code: str, label: str, subject: str, *paragraphs: str) -> MailKind:
    last = "Suivre la commande : {lien}"
    body = "\n\n".join(("Bonjour,", *paragraphs, last, "{atelier}"))
    return MailKind(code, label, Wording(subject, body))


KINDS: Final = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            _kind(
                "order.confirmed",
                "Commande confirmée",
                "Votre commande {ref} est confirmée",
                "Nous avons bien enregistré votre commande {ref} pour {client}.",
                "Elle est prévue pour le {date}.",
            ),
            _kind(
                "order.ready",
                "Commande prête",
                "Votre commande {ref} est prête",
                "La commande {ref} de {client} est prête.",
            ),
            _kind(
                "order.delayed",
                "Commande retardée",
                "Votre commande {ref} aura du retard",
                "La commande {ref} de {client} ne sera pas prête à la date prévue.",
                "Nouvelle date : {date}. Nous vous prions de nous excuser.",
            ),
            _kind(
                "order.handed_over",
                "Commande remise",
                "Votre commande {ref} vous a été remise",
                "La commande {ref} de {client} a été remise le {date}.",
                "Merci de votre confiance.",
            ),
            _kind(
                "order.link",
                "Lien de suivi",
                "Suivre votre commande {ref}",
                "Voici le lien pour suivre la commande {ref} de {client}.",
            ),
        )
    }
)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace the known names in one pass; braces inside a value never become a placeholder."""
    return _NAMED.sub(lambda found: _value(found, values), text)


def one_line(text: str) -> str:
    """A subject: no line break can reach the headers."""
    return " ".join(text.split())


def check(subject: str, body: str) -> Wording:
    """Refuse (`wording_invalid`) words that could not be sent, with one sentence a field."""
    fields: dict[str, str] = {}
    subject, body = subject.strip(), body.strip().replace("\r\n", "\n")
    for name, text, limit in (("subject", subject, SUBJECT_LENGTH), ("body", body, BODY_LENGTH)):
        if fault := _fault(text, limit):
            fields[name] = fault
    if "\n" in subject:
        fields["subject"] = "L’objet tient sur une seule ligne."
    if f"{{{LINK}}}" in subject:
        fields["subject"] = "Le lien va dans le texte, pas dans l’objet."
    if "{ref}" not in subject + body:
        fields.setdefault("body", "Écrivez {ref} : le client doit savoir de quelle commande.")
    if fields:
        raise Invalid("wording_invalid", fields)
    return Wording(subject, body)


def _fault(text: str, limit: int) -> str | None:
    if not text:
        return "Ce champ est à remplir."
    if len(text) > limit:
        return f"Ce texte est trop long ({limit} signes au plus)."
    unknown = [name for name in _NAMED.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        return f"Mot entre accolades inconnu : {{{unknown[0]}}}."
    if _BRACE.search(_NAMED.sub("", text)):
        return "Une accolade est seule : écrivez par exemple {ref}."
    return None


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(found[1])
    return found[0] if value is None else value.replace("{", "(").replace("}", ")")
