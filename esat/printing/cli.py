"""`esat labels`: labels of codes as files, for whoever prints from a shell."""

import sys
from pathlib import Path

import click

from esat.printing import service
from esat.printing.service import Format
from esat.told import told
from esat.web.door import House
from labels import LAYOUTS, Label

FORMATS = click.Choice(["pdf", "png", "zpl"])


@click.command("labels", help="Fait les étiquettes des codes donnés.")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option(
    "--layout", type=click.Choice(sorted(LAYOUTS)), help="Gabarit ; sinon celui de l’objet."
)
@click.option(
    "--format", "kind", type=FORMATS, default="pdf", show_default=True, help="Forme du fichier."
)
@click.option(
    "--dpi",
    type=click.IntRange(150, 1200),
    default=203,
    show_default=True,
    help="Points par pouce de l’imprimante (PNG, ZPL).",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Fichier, ou dossier pour plusieurs PNG."
)
@click.pass_obj
def labels(
    house: House,
    codes: tuple[str, ...],
    layout: str | None,
    kind: Format,
    dpi: int,
    out: Path | None,
) -> None:
    """Render, read back, write."""
    if kind == "png" and len(codes) > 1 and out is None:
        raise click.UsageError("Plusieurs PNG vont dans un dossier : donnez --out.")
    if out is None and sys.stdout.isatty() and kind != "zpl":
        raise click.UsageError("Donnez --out : un terminal ne montre pas ce fichier.")
    with told():
        with house.database.read() as session:
            made = [service.label_for(session, code, layout or "") for code in codes]
        if kind == "png" and len(made) > 1 and out is not None:
            _folder(made, dpi, out)
        else:
            _write(service.rendered(made, kind, dpi), out)


def _folder(made: list[Label], dpi: int, out: Path) -> None:
    """One picture a code, in a folder that is made when it is not there."""
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"{out} n’est pas un dossier.")
    out.mkdir(parents=True, exist_ok=True)
    for label in made:
        (out / f"{label.code}.png").write_bytes(service.rendered([label], "png", dpi))


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"Impossible d’écrire {out} : {error.strerror}.") from error
