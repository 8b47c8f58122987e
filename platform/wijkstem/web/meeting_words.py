"""Meetings in words: what a document is, as far as its address says."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from wijkstem.kit.i18n import N_
from wijkstem.web.language import translated

#: What files are called by who opens them.
KINDS = {
    "pdf": N_("pdf"),
    "doc": N_("Word"),
    "docx": N_("Word"),
    "odt": N_("tekst"),
    "xls": N_("Excel"),
    "xlsx": N_("Excel"),
    "ods": N_("rekenblad"),
    "csv": N_("tabel"),
    "ppt": N_("PowerPoint"),
    "pptx": N_("PowerPoint"),
    "mp3": N_("geluid"),
    "mp4": N_("film"),
    "zip": N_("zip"),
    "jpg": N_("foto"),
    "jpeg": N_("foto"),
    "png": N_("foto"),
}


def kind_of(url: str, lang: str) -> str:
    """Which kind of file, and whose site it is on. What nobody can tell from the address, is said so."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return translated(N_("soort onbekend"), lang)
    ending = PurePosixPath(unquote(parts.path)).suffix.removeprefix(".").lower()
    kind = translated(KINDS.get(ending, N_("soort onbekend")), lang)
    return f"{kind}, {parts.hostname}" if parts.hostname else kind
