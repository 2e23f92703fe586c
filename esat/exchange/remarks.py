"""What is said about one cell of a line: a code, its parameters, and the sentence they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esat import texts


@dataclass(frozen=True, slots=True)
class Remark:
    """`code` for tests, `text` for people; `column` is the French label of the field, or empty."""

    code: str
    column: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The French sentence."""
        sentence = texts.sentence(self.code, self.params)
        if self.column:
            return f"{self.column} : {sentence}"
        return sentence[:1].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class Checked:
    """A value that may be kept (empty when it is doubtful) and what is said about it, if anything.

    `code` is empty when the cell is kept as it was written, bar its blanks.
    """

    value: str = ""
    code: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def remark(self, column: str) -> tuple[Remark, ...]:
        """The remark as none or one, ready to be joined to others."""
        return (Remark(self.code, column, self.params),) if self.code else ()


def doubtful(code: str, found: str, **params: object) -> Checked:
    """Left empty and asked again; the sentence quotes what stood there."""
    shown = found if len(found) <= 60 else found[:57] + "…"
    return Checked("", code, {"found": shown, **params})
