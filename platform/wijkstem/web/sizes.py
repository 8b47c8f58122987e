"""How large a request may be, by its address."""

import re
from typing import Final

from wijkstem.settings import Settings

#: The addresses that take a file.
TAKES_FILES: Final = re.compile(r"/initiatieven/concept/[^/]+/beeld")


def most_bytes(path: str, settings: Settings) -> int:
    """How large a request to this address may be."""
    takes = TAKES_FILES.fullmatch(path) is not None
    return settings.max_upload_bytes if takes else settings.max_body_bytes
