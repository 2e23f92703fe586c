"""Text made comparable: no accents, no case, single blanks; what a search column holds."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae", "’": "'"})
_APART = re.compile(r"[^0-9a-z@.]+")


def fold(*parts: object) -> str:
    """« Hôtel-de-Ville », « L’Œuvre » become `hotel de ville`, `l oeuvre`."""
    text = " ".join(str(part) for part in parts if part not in {None, ""}).translate(_LIGATURES)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    return _APART.sub(" ", bare.casefold()).strip()
