"""Labels in SVG and ZPL for the tests of this folder, and two readers that did not draw them."""

import io

import pypdfium2
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

SVG = "http://www.w3.org/2000/svg"
SSCC = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60">
<rect x="1" y="1" width="98" height="58" fill="none" stroke="black" stroke-width="0.4"/>
<text x="4" y="9" font-size="6" font-weight="bold" data-width="90">{{client}}</text>
<g transform="translate(4,10)">
<text y="6" font-size="4">Carton <tspan font-weight="bold">{{code}}</tspan> du {{date}}</text>
<rect data-symbol="gs1-128" data-value="(00){{number}}" x="0" y="10" width="70" height="22"/>
<text x="35" y="36" font-size="4" text-anchor="middle">(00) {{number_spaced}}</text>
</g>
<rect data-symbol="qr" data-value="{{code}}" x="78" y="14" width="18" height="18"/>
<rect data-symbol="datamatrix" data-value="{{code}}" x="78" y="38" width="12" height="12"/>
<rect data-symbol="code128" data-value="{{code}}" x="4" y="48" width="60" height="10"/>
</svg>"""
ZPL = """^XA^CI28^PW799^LL400
^FO20,20^A0N,40,40^FH^FD{{client}} {{code}}^FS
^FO20,80^BY3^BCN,120,N,N,N^FH^FD>;>800{{number}}^FS
^XZ"""
VALUES = {
    "client": "Mairie d’Ambert & <fils>",
    "code": "N0000019",
    "date": "23/11/2026",
    "number": "337601320000000016",
    "number_spaced": "3 3760132 000000001 6",
    "title": "Titre",
}


def svg(inside: str, head: str = 'viewBox="0 0 100 60"') -> str:
    return f'<svg xmlns="{SVG}" {head}>{inside}</svg>'


def zxing(image: Image.Image) -> set[tuple[str, str]]:
    """Each symbol's mark and its text, without what a reader adds for people."""
    found = zxingcpp.read_barcodes(image.convert("L"), text_mode=zxingcpp.TextMode.Plain)
    return {(one.symbology_identifier, one.text) for one in found}


def zbar(image: Image.Image) -> set[str]:
    wanted = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
    return {one.data.decode() for one in pyzbar.decode(image.convert("L"), symbols=wanted)}


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = [page.render(scale=dpi / 72).to_pil() for page in document]
    document.close()
    return found


def unpacked(zpl: str) -> Image.Image:
    """The picture of one ^GFA, as a printer unpacks it."""
    head, _, rest = zpl.partition("^GFA,")
    _, _, across, data = rest.split(",", 3)
    digits, rows, row, count = int(across) * 2, [], "", 0
    for sign in data[: data.index("^FS")]:
        if sign in "GHIJKLMNOPQRSTUVWXY":
            count += ord(sign) - ord("F")
        elif sign in "ghijklmnopqrstuvwxyz":
            count += (ord(sign) - ord("f")) * 20
        elif sign in ",!":
            row = row.ljust(digits, "0" if sign == "," else "F")
        elif sign == ":":
            row = rows[-1]
        else:
            row, count = row + sign * max(1, count), 0
        if len(row) == digits:
            rows.append(row)
            row = ""
    assert not row
    width = int(head.partition("^PW")[2].partition("^")[0])
    raw = bytes(255 - byte for byte in bytes.fromhex("".join(rows)))
    return Image.frombytes("1", (int(across) * 8, len(rows)), raw).crop((0, 0, width, len(rows)))
