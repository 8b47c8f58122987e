"""What is known of a document before somebody opens it: what kind of file it is, and how large."""

from wijkstem.kit.i18n import N_
from wijkstem.web.language import translated

#: Bytes from which a document takes long on a telephone, and costs a good part of somebody's data.
LARGE = 20_000_000
KINDS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/html": N_("webpagina"),
    "text/plain": N_("tekst"),
    "image/jpeg": N_("foto"),
    "image/png": N_("plaatje"),
    "video/mp4": N_("film"),
    "audio/mpeg": N_("geluid"),
}


def kind_and_size(media_type: str | None, size: int | None, lang: str) -> str:
    """As it stands behind the title; "" where the source says neither."""
    said = []
    if media_type is not None:
        kind = KINDS.get(media_type.partition(";")[0].strip().lower())
        said.append(translated(kind or N_("onbekend soort bestand"), lang))
    if size is not None:
        said.append(measure(size, lang))
    if size is not None and size >= LARGE:
        said.append(translated(N_("dit is een groot bestand"), lang))
    return ", ".join(said)


def measure(size: int, lang: str) -> str:
    """In the unit that people know, with at most one decimal."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    amount = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{amount if lang == 'en' else amount.replace('.', ',')} MB"
