"""`python -m workshops.laundry.intake.scale`: the helper alone, without the house."""

from esat import french_click, texts
from workshops.laundry.intake.scale.cli import scale
from workshops.laundry.intake.scale.texts import TEXTS

if __name__ == "__main__":
    french_click.install()
    texts.add(TEXTS)
    scale(prog_name="balance")
