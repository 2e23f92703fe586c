"""What the forms of a series send: a list of codes, its ticks, and one act for all."""

import re
import uuid
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from esat.errors import Invalid
from esat.production.acts import MAX_NOTE
from esat.production.series import BIND, HOLD
from esat.production.series_acts import Asked
from esat.web import forms
from esat.web.forms import FormShape, NoControl

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_ACT = re.compile(r"(move|act):([a-z0-9_.]{1,40})(?::(\d{1,9}))?")


class ActIn(FormShape):
    """The button that was pressed; a reason and a note where something is held."""

    act: str = ""
    key: str = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    note: Annotated[str, Field(max_length=MAX_NOTE), NoControl] = ""


def lines(text: str) -> list[str]:
    """The codes of a text, one a line; other separators may be part of a client's code."""
    return [line.strip() for line in _LINE_ENDS.split(text) if line.strip()]


def asked(form: Mapping[str, str]) -> Asked:
    """The act that is asked of all. Refuses a word that is no act of this page, and a hold without
    its reason.
    """
    given = forms.read(ActIn, form)
    found = _ACT.fullmatch(given.act)
    if found is None:
        raise Invalid("form_invalid", {"act": "Choisissez un bouton de la page."})
    kind, action, client = found.groups()
    act, page = f"{kind}:{action}", _page(given.key)
    if act == HOLD:
        if not given.reason:
            raise Invalid("form_invalid", {"reason": "Choisissez une raison de la liste."})
        return Asked(page, kind, action, {"reason": given.reason, "note": given.note})
    if act == BIND and client:
        return Asked(page, kind, action, {"client_id": client})
    if kind != "move" or client:
        raise Invalid("form_invalid", {"act": "Choisissez un bouton de la page."})
    return Asked(page, kind, action)


def _page(key: str) -> uuid.UUID:
    """The key of the page that asks; without one, nothing is known again."""
    try:
        return uuid.UUID(key)
    except ValueError:
        return uuid.uuid4()
