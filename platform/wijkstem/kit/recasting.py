"""A recording or a film that somebody sent, made safe by `recaster.py` in a process of its own.

A recording is decoded and written anew. A film is too much work for that: its picture and sound stay as they came,
in a new container without the notes that were beside them (where, when, by what), and of kinds that browsers show.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_

_PROGRAM: Final = Path(__file__).with_name("recaster.py")
#: Seconds that a file may take; the processor's own limit is in the program.
_PATIENCE: Final = 150

MOST_SOUND_BYTES: Final = 20_000_000
MOST_SOUND_SECONDS: Final = 600
MOST_FILM_BYTES: Final = 150_000_000
MOST_FILM_SECONDS: Final = 180
MEDIA_TYPES: Final = {"m4a": "audio/mp4", "mp4": "video/mp4", "webm": "video/webm"}

_NO_SOUND: Final = N_("Dit is geen opname die wij kunnen gebruiken. Neem het nog een keer op.")
_NO_FILM: Final = N_(
    "Dit is geen film die wij kunnen gebruiken. Kies een film van het soort MP4 of WebM."
)
_NOT_ONE: Final = {"sound": _NO_SOUND, "film": _NO_FILM}
_NOT_SHOWN: Final = N_(
    "Niet elke computer kan deze film laten zien. Zet de camera van uw telefoon op het soort H.264. Op een iPhone heet dat: meest compatibel. Maak de film dan opnieuw."
)
_TOO_LONG: Final = N_("Dit duurt te lang. Er mogen hoogstens %(minutes)s minuten in.")
_TOO_LARGE: Final = N_("Dit bestand is te groot: %(size)s MB. Het mag hoogstens %(most)s MB zijn.")


@dataclass(frozen=True)
class Recast:
    """What was made."""

    seconds: int
    ending: str
    width: int
    height: int


def sound_made_safe(source: Path, target: Path) -> Recast:
    """Raises FieldError, in words for who sent it, for what is no recording or too long or large a one."""
    return _made("sound", source, target, MOST_SOUND_BYTES, MOST_SOUND_SECONDS)


def film_made_safe(source: Path, target: Path) -> Recast:
    """Raises FieldError, in words for who sent it, for what is no film or too long or large a one."""
    return _made("film", source, target, MOST_FILM_BYTES, MOST_FILM_SECONDS)


def _made(
    what: Literal["sound", "film"], source: Path, target: Path, most_bytes: int, most_seconds: int
) -> Recast:
    size = source.stat().st_size
    if size > most_bytes:
        raise FieldError(
            "file_too_large", _TOO_LARGE, size=-(-size // 1_000_000), most=most_bytes // 1_000_000
        )
    said = _said(what, source, target, most_seconds, 2 * most_bytes)
    refused = said.pop("refused", None)
    if refused == "too_long":
        raise FieldError("too_long_to_hear", _TOO_LONG, minutes=most_seconds // 60)
    if refused == "not_shown":
        raise FieldError("film_not_shown", _NOT_SHOWN)
    if refused is not None:
        raise FieldError(f"no_{what}", _NOT_ONE[what])
    return Recast(int(said["seconds"]), said["ending"], int(said["width"]), int(said["height"]))


def _said(what: str, source: Path, target: Path, seconds: int, most: int) -> dict[str, Any]:
    """What the program said; whatever it dies of, the file was not good for us."""
    command = [sys.executable, "-I", str(_PROGRAM), what, str(source), str(target)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and file names that we made
            [*command, str(seconds), str(most)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            env={"PATH": os.defpath},
            check=False,
        )
        said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        return {"refused": "broken"}
    return said if done.returncode == 0 else {"refused": "broken"}
