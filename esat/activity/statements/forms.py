"""What is sent about the month of a worker: shapes, before any rule."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from esat.web.forms import FormShape, NoControl

Words = Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


class NoteIn(FormShape):
    """The sentence of the office for an anomaly."""

    anomaly: Annotated[str, StringConstraints(min_length=1, max_length=20), NoControl]
    words: Words


class CloseIn(FormShape):
    """Why a month is taken again; empty for the first closing."""

    reason: Annotated[str, StringConstraints(max_length=280), NoControl] = ""


class DownloadIn(FormShape):
    """The format of the file of a month."""

    format: Literal["csv", "xlsx", "pdf"] = "csv"
