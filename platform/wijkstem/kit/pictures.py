"""A picture that somebody sent, made safe: decoded, and written anew in two sizes with nothing else of the file in it.

So the place where a photo was taken, a preview of what was cut off, and whatever was hidden behind the picture are gone.
"""

import io
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from wijkstem.errors import FieldError

#: By content, whatever the file is called.
FORMATS: Final = ("JPEG", "PNG", "WEBP")
#: Bytes of a file at most; a telephone's photo has some 3 to 12 million.
MOST_BYTES: Final = 15_000_000
#: Dots at most. A JPEG is decoded smaller than it is, the others whole.
MOST_DOTS: Final = 50_000_000
MOST_DOTS_WHOLE: Final = 25_000_000
#: Dots on the longest side, for a desk and for a telephone.
LARGE, SMALL = 1200, 480
ENDING: Final = "webp"
MEDIA_TYPE: Final = "image/webp"

Image.MAX_IMAGE_PIXELS = MOST_DOTS


@dataclass(frozen=True)
class Encoded:
    """A picture as a browser takes it."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """The same picture twice."""

    large: Encoded
    small: Encoded


def made_safe(file: BinaryIO, size: int) -> Picture:
    """Raises FieldError, in words for who sent it, for what is no picture or too large a one."""
    if size > MOST_BYTES:
        raise FieldError(
            "picture_too_large",
            "Deze foto is te groot: %(size)s MB. Een foto mag hoogstens %(most)s MB zijn. Kies een kleinere foto.",
            size=-(-size // 1_000_000),
            most=MOST_BYTES // 1_000_000,
        )
    try:
        with Image.open(file, formats=FORMATS) as opened:
            return _made(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_dots() from error
    # What a file can do to a decoder that expects another one.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise FieldError(
            "not_a_picture",
            "Dit is geen foto die wij kunnen gebruiken. Kies een foto van het soort JPEG, PNG of WebP.",
        ) from error


def _made(opened: Image.Image) -> Picture:
    width, height = opened.size
    if width * height > (MOST_DOTS if opened.format == "JPEG" else MOST_DOTS_WHOLE):
        raise _too_many_dots()
    opened.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG need not become larger than this in memory
    upright = ImageOps.exif_transpose(opened)
    # On white, where one can look through it; and on a canvas of our own, that has no notes beside it.
    shown = upright.convert("RGBA")
    canvas = Image.new("RGB", shown.size, "white")
    canvas.paste(shown, mask=shown.getchannel("A"))
    return Picture(_encoded(canvas, LARGE), _encoded(canvas, SMALL))


def _too_many_dots() -> FieldError:
    return FieldError(
        "picture_too_many_dots",
        "Deze foto is te groot om te openen. Maak de foto kleiner en probeer het nog eens.",
    )


def _encoded(canvas: Image.Image, longest: int) -> Encoded:
    sized = canvas.copy()
    sized.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    sized.save(out, "WEBP", quality=78, method=4)
    return Encoded(out.getvalue(), *sized.size)
