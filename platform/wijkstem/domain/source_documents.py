"""The columns of a file that say where a figure was read, and how they become a document."""

import re

from wijkstem.domain.source_cells import Row, text
from wijkstem.domain.source_files import Column
from wijkstem.domain.sources import Document
from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import Cell

_URL = re.compile(r"https?://[^\s<>\"]{3,480}")
MOST_TEXT = 200


def document_columns(about: str, *, needed: bool) -> tuple[Column, ...]:
    """The three of them; ``about`` says in words what stands in the first."""
    return (
        Column("bron", about, needed=needed, also=("bron_meting", "onderzoek")),
        Column("publicatie", N_("Waar het cijfer in staat, zoals een jaarverslag.")),
        Column("url", N_("Het webadres daarvan."), also=("link", "webadres")),
    )


def document(row: Row) -> Document | None:
    """None for what cannot be read; what is wrong stands in the row."""
    name = row.read("bron", _named)
    publication = row.read("publicatie", _short)
    url = row.read("url", _url)
    if name is None or publication is None or url is None:
        return None
    return Document(name, publication, url)


def says_document(row: Row) -> bool:
    """Whether any of the three is filled in."""
    return any(row.cell(name) not in {None, ""} for name in ("bron", "publicatie", "url"))


def _named(cell: Cell) -> str:
    said = _short(cell)
    if not said:
        raise FieldError("source_needed", "Vul in waar het cijfer vandaan komt.")
    return said


def _short(cell: Cell) -> str:
    said = text(cell)
    if len(said) > MOST_TEXT:
        raise FieldError(
            "too_long_text", "Dit mag niet langer zijn dan %(most)s tekens.", most=MOST_TEXT
        )
    return said


def _url(cell: Cell) -> str:
    said = text(cell)
    if said and not _URL.fullmatch(said):
        raise FieldError("no_url", "Dit is geen webadres. Begin met https://.")
    return said
