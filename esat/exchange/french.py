"""French numbers and addresses out of spreadsheets: kept, repaired if certain, or left empty.

Nothing here guesses: a repair needs a proof, and everything else is returned empty with the code
that asks for it again.
"""

import re
from collections.abc import Callable

import phonenumbers

from esat.clients import numbers
from esat.exchange.remarks import Checked, doubtful

_SCIENTIFIC = re.compile(r"^[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+$")
_FLOAT = re.compile(r"^(\d+)[.,]0+$")
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2007.\-_/]+")
_EMAIL = re.compile(r"^[^\s@,;:<>()\[\]\"\\]+@(?:[^\s@,;:<>()\[\]\"\\.]+\.)+[a-zA-Z][\w-]+$")
# Every calling zone of France; a number of Réunion is not valid under FR, and so on.
_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF", "NC", "PF", "WF")
_LAST_DEPARTMENT = 95
_OVERSEAS = {"97", "98"}


def text(cell: str) -> str:
    """One line of text: blanks in order, and the apostrophe of a neutralised export taken away."""
    bare = cell.strip(" \u00a0\u202f")
    if re.match(r"^'+[=+\-@\t\r]", bare):
        bare = bare[1:]
    return " ".join(bare.split())


def _digits(cell: str) -> str:
    whole = _FLOAT.match(cell.strip())
    return whole.group(1) if whole else _BLANKS.sub("", cell)


def siren(cell: str) -> Checked:
    """Nine digits with their key, or empty."""
    return _numbered(cell, numbers.siren_fault)


def siret(cell: str) -> Checked:
    """Fourteen digits with their key (La Poste has its own rule), or empty."""
    return _numbered(cell, _siret_fault)


def _numbered(cell: str, fault_of: Callable[[str], str]) -> Checked:
    if not cell.strip():
        return Checked()
    if _SCIENTIFIC.match(cell.strip()):
        return doubtful("number_lost", cell)
    number = _digits(cell)
    fault = fault_of(number).removeprefix("client_")
    return doubtful(fault, cell) if fault else Checked(number)


def _siret_fault(number: str) -> str:
    if len(number) == 9 and number.isdigit():
        return "siret_is_siren"
    if len(number) == 14 and number.endswith("00000") and number.strip("0"):
        return "number_lost"  # no establishment has the number 00000: digits were rounded away
    return numbers.siret_fault(number)


def place(cell: str, insee_cell: str, town_department: str = "") -> tuple[Checked, Checked]:
    """Postcode and INSEE code of a line. A lost leading zero is put back when it is proved.

    The proof of the one is the other, or the town's department where it is known. Four digits
    alone prove nothing: « 6300 » is as well 63000 with a slip as 06300.
    """
    postcode, code = _postcode_digits(cell), _digits(insee_cell).upper()
    agree = len(postcode) == len(code) == 4 and postcode[0] == code[0]
    both = "0" + code[0] if agree else ""
    postcode_proof = _department(code) or both or town_department
    insee_proof = _department(postcode) or both or town_department
    return _postcode(cell, postcode, postcode_proof), _insee(insee_cell, code, insee_proof)


def _postcode_digits(cell: str) -> str:
    return _digits(re.sub(r"^(?:F|FR)\s*-\s*(?=\d{5}$)", "", cell.strip(), flags=re.IGNORECASE))


def _department(number: str) -> str:
    return number[:2] if len(number) == 5 else ""


def _postcode(cell: str, number: str, proof: str) -> Checked:
    if not cell.strip():
        return Checked()
    if _SCIENTIFIC.match(cell.strip()):
        return doubtful("number_lost", cell)
    if re.fullmatch(r"[1-9]\d{3}", number, re.ASCII):
        whole = "0" + number
        if proof == whole[:2]:
            return Checked(whole, "postcode_zero_restored", {"found": cell, "value": whole})
        return doubtful("postcode_zero_doubtful", cell, value=whole)
    return Checked(number) if _is_postcode(number) else doubtful("postcode_form", cell)


def _insee(cell: str, code: str, proof: str) -> Checked:
    if not cell.strip():
        return Checked()
    if re.fullmatch(r"[1-9]\d{3}", code, re.ASCII) and proof == "0" + code[0]:
        return Checked("0" + code, "insee_zero_restored", {"found": cell, "value": "0" + code})
    if re.fullmatch(r"(?:\d{2}|2[AB])\d{3}", code, re.ASCII) and not code.startswith("00"):
        return Checked(code)
    return doubtful("insee_form", cell)


def _is_postcode(number: str) -> bool:
    if not re.fullmatch(r"\d{5}", number, re.ASCII):
        return False
    return number[:2] in _OVERSEAS or 1 <= int(number[:2]) <= _LAST_DEPARTMENT


def finess(cell: str) -> Checked:
    """The nine signs of a health establishment, the department first, or empty."""
    if not cell.strip():
        return Checked()
    number = _digits(cell).upper()
    if re.fullmatch(r"(?:\d{2}|2[AB])\d{7}", number, re.ASCII) and not number.startswith("00"):
        return Checked(number)
    return doubtful("finess_form", cell)


def phone(cell: str) -> Checked:
    """A number as people write it, « 04 73 42 63 63 » or « +32 … », or empty."""
    if not cell.strip():
        return Checked()
    if _SCIENTIFIC.match(cell.strip()):
        return doubtful("number_lost", cell)
    bare = cell.strip()
    number = _digits(re.sub(r"\(0\)", "", bare))
    if re.fullmatch(r"[1-79]\d{8}", number, re.ASCII):
        shown = _national("0" + number)
        if shown:
            return Checked(shown, "phone_zero_restored", {"found": cell, "value": shown})
        return doubtful("phone_form", cell)
    if not re.fullmatch(r"[+0]\(?\d[\d()]*", number, re.ASCII):
        return doubtful("phone_form", cell)
    shown = _national(re.sub(r"[()]", "", number))
    return Checked(shown) if shown else doubtful("phone_form", cell)


def _national(number: str) -> str:
    """Written the French way when it is a French number, internationally else; empty if invalid."""
    if number.startswith("00"):
        number = "+" + number[2:]
    for region in _REGIONS:
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            return ""
        if phonenumbers.is_valid_number(parsed):
            home = phonenumbers.region_code_for_number(parsed) in _REGIONS
            style = phonenumbers.PhoneNumberFormat
            form = style.NATIONAL if home else style.INTERNATIONAL
            shown = str(phonenumbers.format_number(parsed, form))
            return _pairs(shown) if home else shown
    return ""


def _pairs(shown: str) -> str:
    digits = re.sub(r"\D", "", shown)
    if len(digits) == 10:
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))
    return shown


def email(cell: str) -> Checked:
    """One address that can be written to, or empty."""
    address = re.sub(r"^mailto:", "", text(cell), flags=re.IGNORECASE)
    if not address:
        return Checked()
    if len(address) > 254 or ".." in address or not _EMAIL.match(address):
        return doubtful("email_form", cell)
    return Checked(address)
