"""Pictures made by code, and files that only say that they are pictures."""

import io
import struct
import zlib

from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

#: Where the photo was taken: in the middle of Borne.
PLACE = "Snorrewinds telefoon"


def drawn(width: int = 800, height: int = 600, kind: str = "JPEG") -> bytes:
    """A field with a tree, as a telephone sends it: with where and by whom it was made."""
    image = Image.new("RGB", (width, height), "skyblue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 2 // 3, width, height), fill="green")
    draw.ellipse((width // 3, height // 4, width // 2, height // 2), fill="darkgreen")
    exif = image.getexif()
    exif[0x010F] = PLACE
    exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(52), IFDRational(18), IFDRational(1))})
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **({"comment": PLACE.encode()} if kind == "JPEG" else {}))
    return out.getvalue()


def sideways() -> bytes:
    """Twice as wide as high as it is stored, and to be shown upright."""
    image = Image.new("RGB", (400, 200), "red")
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A small PNG that says to be huge."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
#: A picture that is a page as well, for who looks at it with other eyes.
HIDDEN = b"<html><script>alert('fnuik')</script></html>"


def polyglot() -> bytes:
    return drawn() + HIDDEN
