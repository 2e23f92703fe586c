"""Pictures of our own labels as a camera would give them, still or moving; tests nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from labels import LAYOUTS, Label, render_image

FILM = (1280, 720)
RATE = 30
"""Pictures a second that Chromium plays of such a film."""

TEXTS = {
    "title": "EHPAD Les Tilleuls",
    "line1": "Linge plat, draps et taies",
    "url": "https://esat.example.fr/suivi/" + "kR3_x-" * 7,
}


@dataclass(frozen=True)
class Shot:
    """A label before a grey and grainy ground; several codes are several labels side by side."""

    layout: str
    codes: tuple[str, ...]
    turn: float = 0
    part: float = 0.62
    seconds: float = 0.2

    def picture(self, size: tuple[int, int] = FILM, grain: int = 50) -> Image.Image:
        ground = Image.effect_noise(size, grain).point([100 + v // 4 for v in range(256)])
        room = (size[0] // len(self.codes), size[1])
        for place, code in enumerate(self.codes):
            self._paste(ground, code, room, place * room[0])
        return ground

    def _paste(self, ground: Image.Image, code: str, room: tuple[int, int], left: int) -> None:
        label = _label(self.layout, code)
        scale = self.part * min(room[0] / label.width, room[1] / label.height)
        large = label.resize((int(label.width * scale), int(label.height * scale)))
        seen = large.convert("LA").rotate(self.turn, Image.Resampling.BICUBIC, expand=True)
        at = (left + (room[0] - seen.width) // 2, (room[1] - seen.height) // 2)
        ground.paste(seen.getchannel(0), at, seen.getchannel(1))


def _label(layout: str, code: str) -> Image.Image:
    named = LAYOUTS[layout]
    texts = {name: text for name, text in TEXTS.items() if name in named.fields}
    return render_image(Label(named, code, texts), 203).convert("L")


def jpeg(picture: Image.Image, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=85, **options)
    return buffer.getvalue()


def film(path: Path, shots: Iterable[Shot]) -> Path:
    """Write the shots one after the other; the camera plays them again and again."""
    with path.open("wb") as file:
        for shot in shots:
            file.write(jpeg(shot.picture().convert("RGB")) * max(1, round(shot.seconds * RATE)))
    return path
