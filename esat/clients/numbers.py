"""French numbers and addresses of a client, judged: each answers the code of its fault, or empty.

Pure; it knows neither a form nor a file. Nothing is repaired here.
"""

import re

from stdnum.fr import siren as siren_numbers
from stdnum.fr import siret as siret_numbers

LA_POSTE = "356000000"
"""The only SIREN whose establishments do not all carry a Luhn key."""

_BLANKS = re.compile(r"[\s\u00a0\u202f.\-]+")
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@(?:[^\s@,;:<>()\[\]\"\\.]+\.)+[a-zA-Z][\w-]+")
_PHONE = re.compile(r"\+?[\d\s\u00a0\u202f().\-/]{6,39}")
_POSTCODE = re.compile(r"\d{5}", re.ASCII)


def digits(text: str) -> str:
    """« 216 301 135 00010 » without its blanks, dots and dashes."""
    return _BLANKS.sub("", text)


def siren_fault(number: str) -> str:
    """Nine digits and their key. Nine zeros pass the key and are no SIREN."""
    if not re.fullmatch(r"\d{9}", number, re.ASCII):
        return "client_siren_form"
    return "" if int(number) and siren_numbers.is_valid(number) else "client_siren_key"


def siret_fault(number: str) -> str:
    """Fourteen digits whose key holds, La Poste by its own rule; fourteen zeros are no SIRET."""
    if not re.fullmatch(r"\d{14}", number, re.ASCII):
        return "client_siret_form"
    if not int(number):
        return "client_siret_zeros"
    if not siret_numbers.is_valid(number):
        return "client_siret_key"
    if number.startswith(LA_POSTE) or not siren_fault(number[:9]):
        return ""
    return "client_siret_key"


def postcode_fault(text: str) -> str:
    return "" if _POSTCODE.fullmatch(text) else "client_postcode_form"


def email_fault(text: str) -> str:
    return "" if _EMAIL.fullmatch(text) else "client_email_form"


def phone_fault(text: str) -> str:
    """A hand may write it in many ways; what matters is that it can be dialled."""
    enough = sum(sign.isdigit() for sign in text) >= 4
    return "" if enough and _PHONE.fullmatch(text) else "client_phone_form"
