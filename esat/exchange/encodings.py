"""Bytes to text: the encodings that French software writes, a refusal when none is sure."""

import codecs
import re

from esat.errors import Invalid

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A DOS or old Mac file read as cp1252 shows these signs inside words (é becomes ‚ or Ž).
_FOREIGN = re.compile(r"[A-Za-z][‚ƒ„†‡ˆ‰Š‹Ž™][a-z]")
_UTF8_PAIR = re.compile(rb"[\xc3][\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xbf]|\xc5[\x92\x93]")


def decode(data: bytes, filename: str) -> tuple[str, str]:
    """The text and the name of its encoding; Invalid when the bytes do not say it surely."""
    text, encoding = _decode(data, filename)
    if "\x00" in text:
        raise Invalid("import_binary", filename=filename)
    odd = sum(1 for sign in text if ord(sign) < 32 and sign not in "\t\n\r\x0c\x1a")
    if odd > 10 and odd * 100 > len(text):
        raise Invalid("import_binary", filename=filename)
    return text.rstrip("\x1a"), encoding


def _decode(data: bytes, filename: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, filename), encoding
    silent = _utf16_without_mark(data)
    if silent:
        return _strict(data, silent, filename), silent
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _western(data, error, filename), "cp1252"


def _strict(data: bytes, encoding: str, filename: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("import_half_written", filename=filename) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in nearly every second byte."""
    start = data[:4000]
    half = len(start) // 2
    if half < 2:
        return None
    if start[1::2].count(0) > half * 0.7 and start[0::2].count(0) == 0:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.7 and start[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _western(data: bytes, error: UnicodeDecodeError, filename: str) -> str:
    if b"\x00" in data:
        raise Invalid("import_binary", filename=filename)
    if error.reason == "unexpected end of data" and error.start > len(data) - 4:
        # Cut in the middle of a sign. A file that ends with a lone é in cp1252 is told apart by
        # the signs before it: without any UTF-8 pair it is not UTF-8.
        if _UTF8_PAIR.search(data):
            raise Invalid("import_half_written", filename=filename)
    elif _UTF8_PAIR.search(data):
        raise Invalid("import_mixed_encoding", filename=filename)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as foreign:
        raise Invalid("import_unknown_encoding", filename=filename) from foreign
    if _FOREIGN.search(text):
        raise Invalid("import_unknown_encoding", filename=filename)
    return text
