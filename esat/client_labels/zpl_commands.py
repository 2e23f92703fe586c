"""ZPL as a list of commands, and which of them a client's label may hold; knows no value."""

import re
from typing import Final, NamedTuple

from esat.errors import Invalid

LONGEST: Final = 200_000
_NAMES = """XA XZ FO FT FD FV FS FH FB FR FW FX A@ CF CI BY BC BQ BX B3 BE B2 GB GC GD GE GS GF
LH LL LR LS LT PW PO PM PQ"""
ALLOWED: Final = frozenset(_NAMES.split())
SYMBOLS: Final = frozenset({"BC", "BQ", "BX", "B3", "BE", "B2"})
DATA: Final = frozenset({"FD", "FV"})

_WHY: Final[dict[str, str]] = {
    "stored": "elle garde ou rappelle un fichier dans l’imprimante",
    "erased": "elle efface la mémoire de l’imprimante",
    "set": "elle change le réglage de l’imprimante",
    "copies": "elle imprime plusieurs exemplaires",
    "counted": "le numéro vient d’une plage, pas de l’imprimante",
    "signs": "elle change les signes des commandes",
    "tilde": "elle commande l’imprimante elle-même",
    "other": "elle n’est pas dans la liste permise",
}
_STORED = "DF XF FN IM IS IL XG DG DN DY DS DT DU DB TO HF HG HT HW HY LF"
_FAMILIES: Final[dict[str, str]] = {
    **dict.fromkeys(_STORED.split(), "stored"),
    **dict.fromkeys(("ID", "EG", "EF"), "erased"),
    **dict.fromkeys(("SN", "SF"), "counted"),
    **dict.fromkeys(("CC", "CD", "CT"), "signs"),
}
_SETTERS = tuple("HJKMNPRSTW")
"""Letters that begin the commands of settings, of networks and of reports."""
_COMMAND = re.compile(r"([\^~])([^\^~]*)")
_FONT = re.compile(r"A[0-9A-Z@]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ONE_COPY = re.compile(r"\s*(0*1)?(,0?(,[01]?(,[YN]?(,[YN]?)?)?)?)?\s*")
_PICTURE = re.compile(r"A,\d{1,7},\d{1,7},\d{1,4},[0-9A-Za-z,:!+/=\s]*")
_THINNEST = 2


class Command(NamedTuple):
    """One command: its sign, its two letters as written, what follows, and its line."""

    sign: str
    letters: str
    said: str
    line: int

    @property
    def name(self) -> str:
        return self.letters.upper()

    @property
    def shown(self) -> str:
        return f"{self.sign}{self.name}".strip()

    def parameter(self, at: int) -> str:
        values = self.said.split(",")
        return values[at].strip().upper() if at < len(values) else ""


def read(body: str) -> list[Command]:
    """Every command of a label. Invalid `template_empty`, `template_too_long`,
    `template_controls`, `template_around`.
    """
    if not body.strip():
        raise Invalid("template_empty")
    if len(body.encode()) > LONGEST:
        raise Invalid("template_too_long", kilobytes=LONGEST // 1000)
    if _CONTROL.search(body):
        raise Invalid("template_controls")
    first = _COMMAND.search(body)
    if first is None or body[: first.start()].strip():
        raise Invalid("template_around")
    found, line = [], 1 + body.count("\n", 0, first.start())
    for one in _COMMAND.finditer(body):
        found.append(Command(one.group(1), one.group(2)[:2], one.group(2)[2:], line))
        line += one.group().count("\n")
    return found


def check(commands: list[Command]) -> None:
    """Refuse what a label has no use for. Invalid `template_command`, `template_one_label`,
    `template_picture`, `template_thin`.
    """
    for command in commands:
        _check_one(command)
    names = [command.name for command in commands]
    alone = names.count("XA") == names.count("XZ") == 1
    if not alone or names[0] != "XA" or names[-1] != "XZ" or commands[-1].said.strip():
        raise Invalid("template_one_label")


def _check_one(command: Command) -> None:
    name = command.name
    if command.sign == "~":
        raise _refused(command, "tilde")
    if name not in ALLOWED and not _FONT.fullmatch(name):
        raise _refused(
            command, _FAMILIES.get(name, "set" if name.startswith(_SETTERS) else "other")
        )
    if name == "PQ" and not _ONE_COPY.fullmatch(command.said.upper()):
        raise _refused(command, "copies")
    if name == "GF" and not _PICTURE.fullmatch(command.said.lstrip()):
        raise Invalid("template_picture", line=command.line)
    if name == "BY":
        wide = command.parameter(0)
        if wide and (not wide.isdecimal() or int(wide) < _THINNEST):
            raise Invalid("template_thin", line=command.line)


def _refused(command: Command, family: str) -> Invalid:
    why = _WHY[family]
    return Invalid("template_command", command=command.shown, line=command.line, why=why)
