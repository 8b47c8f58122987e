"""How large a request may be, by its address."""

import re
from typing import Final

from wijkstem.settings import Settings

#: The addresses that take a photo or a recording, and those that take a film.
TAKES_FILES: Final = re.compile(r"/initiatieven/concept/[^/]+/(beeld|opname)")
TAKES_FILMS: Final = re.compile(r"/initiatieven/concept/[^/]+/film")
#: The addresses that take a file.
TAKES_FILES: Final = re.compile(
    r"/initiatieven/concept/[^/]+/beeld|/moderatie/rondes/[^/]+/kiezers"
)


def most_bytes(path: str, settings: Settings) -> int:
    """How large a request to this address may be."""
    if TAKES_FILMS.fullmatch(path):
        return settings.max_film_bytes
    return settings.max_upload_bytes if TAKES_FILES.fullmatch(path) else settings.max_body_bytes
