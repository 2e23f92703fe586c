"""click's own words in French: it asks gettext, and gettext is given our catalogue."""

import gettext
from collections.abc import Callable

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

WORDS = {
    "Usage:": "Usage :",
    "Usage: ": "Usage : ",
    "Options": "Options",
    "Commands": "Commandes",
    "Arguments": "Arguments",
    "Error: {message}": "Erreur : {message}",
    "Error": "Erreur",
    "Aborted!": "Abandonné.",
    "Show this message and exit.": "Affiche cette aide.",
    "Show the version and exit.": "Affiche la version.",
    "Try '{command} {option}' for help.": "Aide : « {command} {option} ».",
    "Missing command.": "Il manque une commande.",
    "No such command {name!r}.": "Commande inconnue : {name}.",
    "No such option: {name}": "Option inconnue : {name}",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Missing parameter: {param_name}": "Il manque le paramètre {param_name}",
    "Option {name!r} requires an argument.": "L’option {name} demande une valeur.",
    "Option {name!r} does not take a value.": "L’option {name} ne prend pas de valeur.",
    "default: {default}": "par défaut : {default}",
    "required": "obligatoire",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre.",
    "{value} is not in the range {range}.": "{value} n’est pas entre {range}.",
    "{name} {filename!r} does not exist.": "{name} « {filename} » n’existe pas.",
    "File": "Le fichier",
    "Path": "Le chemin",
    "Directory": "Le dossier",
}
MANY = {
    "{value!r} is not {choice}.": (
        "« {value} » n’est pas {choice}.",
        "« {value} » n’est pas dans : {choices}.",
    ),
    "Got unexpected extra argument ({args})": (
        "Argument en trop : {args}",
        "Arguments en trop : {args}",
    ),
    "({possibilities})": ("({possibilities})", "({possibilities})"),
    "Did you mean {possibility}?": ("Peut-être {possibility} ?", "Peut-être : {possibilities} ?"),
    "The value {value!r} does not match the format {format}.": (
        "« {value} » n’a pas la forme {format}.",
        "« {value} » n’a aucune de ces formes : {formats}.",
    ),
}


def _word(message: str) -> str:
    return WORDS.get(message) or gettext.gettext(message)


def _words(singular: str, plural: str, n: int) -> str:
    pair = MANY.get(singular)
    if pair is None:
        return gettext.ngettext(singular, plural, n)
    return pair[0] if n == 1 else pair[1]


def install() -> None:
    """Put our words where click's modules look for theirs."""
    parts = (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.termui,
        click.types,
    )
    replacements: dict[str, Callable[..., str]] = {"_": _word, "ngettext": _words}
    for part in parts:
        for name, replacement in replacements.items():
            if hasattr(part, name):
                setattr(part, name, replacement)
