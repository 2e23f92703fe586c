"""What happens to a label after it is printed: blur, noise, a turn, a scratch; reads nothing."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from labels.placing import SymbolAt

NOISE = 0.08 * 255


def blurred(image: Image.Image, symbol: SymbolAt) -> Image.Image:
    """Out of focus by half a module."""
    return image.filter(ImageFilter.GaussianBlur(symbol.dots / 2))


def noisy(image: Image.Image, _symbol: SymbolAt) -> Image.Image:
    """Gaussian noise of 8 % of the range from black to white."""
    return ImageChops.add(image, Image.effect_noise(image.size, NOISE), offset=-128)


def turned(image: Image.Image, _symbol: SymbolAt) -> Image.Image:
    """Held askew by 7 degrees."""
    return image.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def scratched(image: Image.Image, symbol: SymbolAt) -> Image.Image:
    """A scratch one module wide from side to side, where the symbol is widest."""
    (x, y), side = _middle(symbol), symbol.modules.columns * symbol.dots
    ends = [(x + turn * side / 2, y + turn * side / 2 * math.tan(math.radians(20)))
            for turn in (-1, 1)]  # fmt: skip
    spoilt = image.copy()
    ImageDraw.Draw(spoilt).line([*ends[0], *ends[1]], fill=255, width=symbol.dots)
    return spoilt


def rubbed(image: Image.Image, symbol: SymbolAt) -> Image.Image:
    """A tenth of the symbol rubbed off, at the corner that no finder holds."""
    side = symbol.modules.columns * symbol.dots
    half = math.sqrt(0.1) * side / 2
    x, y = symbol.x + 0.8 * side, symbol.y + 0.8 * side
    spoilt = image.copy()
    ImageDraw.Draw(spoilt).rectangle((x - half, y - half, x + half, y + half), fill=255)
    return spoilt


def sharpened(image: Image.Image, symbol: SymbolAt) -> Image.Image:
    """What the camera of a reader does first with a soft picture."""
    return image.filter(ImageFilter.UnsharpMask(symbol.dots * 0.6, 300, 0))


def _middle(symbol: SymbolAt) -> tuple[float, float]:
    return (
        symbol.x + symbol.modules.columns * symbol.dots / 2,
        symbol.y + symbol.height / 2,
    )
