"""Requests, answers, visas and the word that confirms a destruction, as the office writes them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from esat.web.forms import FormShape, NoControl

Facts = Annotated[str, StringConstraints(max_length=280), NoControl]
CONFIRMED = "DÉTRUIRE"


class RequestIn(FormShape):
    """What is asked, by whom, when."""

    kind: Literal["statement", "export", "correction"]
    asked_by: Literal["person", "representative"]
    asked_on: date
    words: Facts = ""


class AnswerIn(FormShape):
    """What was done."""

    outcome: Literal["given", "corrected", "refused"]
    words: Facts = ""


class VisaIn(FormShape):
    """The visa of the departmental archives."""

    reference: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    granted_on: date


class DestroyIn(FormShape):
    """A destruction is asked for by a word, not by a click alone."""

    word: Annotated[str, StringConstraints(max_length=20), NoControl] = ""
