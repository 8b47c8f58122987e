"""How large a request may be, by its address."""

import re
from typing import Final

from wijkstem.settings import Settings

#: The addresses that take a photo, a recording, a list of voters or a file with figures, and those that take a film.
TAKES_FILES: Final = re.compile(
    r"/initiatieven/concept/[^/]+/(beeld|opname)|/moderatie/rondes/[^/]+/kiezers"
    r"|/uitvoering/onderdeel/[^/]+/foto"
    r"|/beheer/cijfers/nieuw/[^/]+"
)
TAKES_FILMS: Final = re.compile(r"/initiatieven/concept/[^/]+/film")


def most_bytes(path: str, settings: Settings) -> int:
    """How large a request to this address may be."""
    if TAKES_FILMS.fullmatch(path):
        return settings.max_film_bytes
    return settings.max_upload_bytes if TAKES_FILES.fullmatch(path) else settings.max_body_bytes
