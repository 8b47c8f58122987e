"""What a page may say about the page before it: a closed table of sentences, carried in a cookie by code.

Whoever redirects makes a constant, ``SIGNED = notice("ok", "Uw steun telt mee.")``, and hands it to
`pages.redirect`. A cookie that somebody made up can at most show one of these sentences to themselves.
"""

import hashlib
from typing import Literal, NamedTuple

from wijkstem.errors import BadConfiguration

Kind = Literal["info", "ok", "warning", "error"]

COOKIE = "melding"
#: Long enough to arrive, too short to turn up later on another page.
SECONDS = 60


class Notice(NamedTuple):
    """A kind, which has its own colour and words, and a sentence."""

    kind: Kind
    sentence: str

    @property
    def code(self) -> str:
        return hashlib.sha256(self.sentence.encode()).hexdigest()[:12]


_TABLE: dict[str, Notice] = {}


def notice(kind: Kind, sentence: str) -> Notice:
    """Put a sentence in the table; at import, so that the table is closed before the first request."""
    made = Notice(kind, sentence)
    if _TABLE.setdefault(made.code, made) != made:
        raise BadConfiguration(f"This notice is there already, of another kind: {sentence}")
    return made


def from_code(code: str) -> Notice | None:
    """The notice with ``code``; None for anything that is not in the table."""
    return _TABLE.get(code)
