"""Keys pressed in a page at places of a keyboard and at moments of one's choice; tests nothing.

A scanner presses places: which signs appear is the computer's layout. The moments are given with
the keys, and a scanner's keys leave together: no test depends on how slow its machine is.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from playwright.sync_api import Page

DIGITS = "1234567890"
ROWS = {
    "us": (DIGITS, "!@#$%^&*()"),
    "fr": ("&é\"'(-è_çà", DIGITS),
    "mac": ("&é\"'(§è!çà", DIGITS),
    "de": (DIGITS, '!"§$%&/()='),
}
"""What the row of digits gives, without and with shift."""
MOVED = {"fr": dict(zip("QAZW", "AQWZ", strict=True)), "de": {"Y": "Z", "Z": "Y"}}
MOVED["mac"] = MOVED["fr"]
BRACKET = {"us": "]", "fr": "$", "mac": "$", "de": "+"}
SPECIAL = {"Enter": (13, "\r"), "Tab": (9, ""), "Backspace": (8, "")}
CTRL, SHIFT = 2, 8
AHEAD = 60
"""Seconds by which the keys' moments run before the machine's, so that it never overtakes them."""


class Place(NamedTuple):
    """A key of a keyboard, and whether shift is held."""

    code: str
    shift: bool = False


def places(text: str, keyboard: str = "us") -> list[Place]:
    """Where a scanner set to that keyboard presses to write a text in signs of our codes."""
    return [_place(sign, keyboard) for sign in text]


def _place(sign: str, keyboard: str) -> Place:
    if sign.isdigit():
        return Place(f"Digit{sign}", shift=keyboard == "fr")
    if sign == "]":
        return Place("BracketRight")
    return Place(f"Key{sign.upper()}", shift=sign.isupper())


def sign(place: Place, layout: str, *, caps: bool = False) -> str:
    """What that key gives on a computer of that layout; `caps`: as X11 does with caps lock."""
    if place.code == "BracketRight":
        return BRACKET[layout]
    if place.code.startswith("Digit"):
        found = ROWS[layout][place.shift][DIGITS.index(place.code[-1])]
        return found.upper() if caps else found
    letter = MOVED.get(layout, {}).get(place.code[-1], place.code[-1])
    return letter if place.shift != caps else letter.lower()


class Keyboard:
    """Keys for one page. `gap` is what passes between two keys, in milliseconds."""

    def __init__(self, page: Page, ahead: float = AHEAD) -> None:
        self._wire = page.context.new_cdp_session(page)
        self._at = time.time() + ahead
        self._held: list[dict[str, Any]] = []

    def wait(self, milliseconds: float) -> None:
        """Let the next key come that much later."""
        self._at += milliseconds / 1000

    def scan(
        self,
        text: str,
        end: str = "Enter",
        gap: float = 4,
        *,
        layout: str = "us",
        keyboard: str = "us",
        caps: bool = False,
    ) -> None:
        """A scanner set to `keyboard` on a computer of `layout`, then its suffix."""
        self.wait(1500)
        self._press(places(text, keyboard), gap, layout, caps=caps)
        if end:
            self._key(end, gap)
        self._leave()

    def signs(self, text: str, end: str = "Enter", gap: float = 2) -> None:
        """A scanner that gives these very signs, whichever keys that takes, then its suffix."""
        for letter in text:
            self.wait(gap)
            code = f"Digit{letter}" if letter.isdigit() else f"Key{letter.upper()}"
            self._one(letter, code, shift=letter.isupper())
        if end:
            self._key(end, gap)
        self._leave()

    def type(self, text: str, gap: float = 180) -> None:
        """A hand: what it means appears, whichever keys that takes."""
        self.signs(text, "", gap)

    def key(self, name: str, gap: float = 180) -> None:
        """Enter, Tab, Backspace, or Control with a letter."""
        self._key(name, gap)
        self._leave()

    def close(self) -> None:
        self._wire.detach()

    def _key(self, name: str, gap: float) -> None:
        self.wait(gap)
        if name.startswith("Control+"):
            self._send(name[-1], f"Key{name[-1].upper()}", ord(name[-1].upper()), "", CTRL)
        else:
            number, text = SPECIAL[name]
            self._send(name, name, number, text, 0)

    def _press(self, keys: Iterable[Place], gap: float, layout: str, *, caps: bool) -> None:
        for place in keys:
            self.wait(gap)
            self._one(sign(place, layout, caps=caps), place.code, shift=place.shift)

    def _one(self, shown: str, code: str, *, shift: bool) -> None:
        number = ord(code[-1]) if code[-1].isascii() and code[-1].isalnum() else 0
        self._send(shown, code, number, shown, SHIFT if shift else 0)

    def _send(self, key: str, code: str, number: int, text: str, held: int) -> None:
        event: dict[str, Any] = {
            "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": held,
            "timestamp": self._at,
        }  # fmt: skip
        down = {"type": "keyDown", "text": text, "unmodifiedText": text}
        if not text:
            down = {"type": "rawKeyDown"}
        self._held += [event | down, event | {"type": "keyUp"}]

    def _leave(self) -> None:
        """Send what is held without waiting between keys: a machine that halts there would let the
        page's own pauses pass in the middle of a code. The public `send` waits for each.
        """
        keys, self._held = self._held, []
        wire = self._wire._impl_obj

        async def sent() -> None:
            name = "Input.dispatchKeyEvent"
            await asyncio.gather(
                *(wire.send(method=name, params=key, timeout=None) for key in keys)
            )

        self._wire._sync(sent())
