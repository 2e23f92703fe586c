"""`python -m tests.labels.gallery OUT`: every layout at true size on one PNG, to be looked at."""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

from labels import LAYOUTS, Label, render_image
from labels.checking import longest
from labels.faces import drawn
from tests.labels.samples import label

GAP, LEGEND, WIDE = 40, 30, 3300
PLAIN = {"title": "Hôtel du Parc", "line1": "Draps plats", "kind": "RÉPARATION"}


def versions() -> list[Label]:
    """Every layout with short texts, with usual ones, and with its longest texts, reprinted."""
    found = []
    for code, layout in LAYOUTS.items():
        found.append(Label(layout, "F0000019", PLAIN))
        found.append(label(code, "T7K3P02P", mark=""))
        found.append(Label(layout, "VX0X0X08", longest(layout)))
    return found


def sheet(labels: list[Label]) -> Image.Image:
    """The labels side by side, each with a grey edge and its name, in rows as high as needed."""
    spots: list[tuple[int, int, Label, Image.Image]] = []
    x, y, tallest = GAP, GAP, 0
    for one in labels:
        image = render_image(one, 203)
        if x + image.width + GAP > WIDE:
            x, y, tallest = GAP, y + tallest + LEGEND + GAP, 0
        spots.append((x, y, one, image))
        x, tallest = x + image.width + GAP, max(tallest, image.height)
    whole = Image.new("L", (WIDE, y + tallest + LEGEND + GAP), 225)
    draw = ImageDraw.Draw(whole)
    for left, top, one, image in spots:
        draw.text((left, top - 2), one.layout.code, font=drawn(bold=False, size=24), fill=90)
        whole.paste(image, (left, top + LEGEND))
    return whole


def main() -> int:
    """Write the sheet where the only argument says."""
    target = Path(sys.argv[1])
    sheet(versions()).save(target)
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
