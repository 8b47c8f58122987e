"""Dossiers: what one may say, and what may be put in it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.kit.text import clean
from wijkstem.tables.dossiers import Dossier
from wijkstem.words.dossiers import EntryKind, WooCategory

TITLE_MOST, ABOUT_MOST, ENTRY_TITLE_MOST, TEXT_MOST, URL_MOST = 120, 2000, 200, 20_000, 2000
#: Nobody reads more in one go; what goes on for longer is two subjects.
ENTRIES_MOST = 500
#: Further away from today is a year that was typed wrong.
YEARS = 60


@dataclass(frozen=True)
class DossierForm:
    """A dossier as it was typed."""

    title: str
    about: str


@dataclass(frozen=True)
class EntryForm:
    """What officials type themselves: a document elsewhere, or news."""

    kind: str
    title: str
    #: Of a document what it says, as far as the municipality can give it.
    text: str = ""
    url: str = ""
    #: None: no date at all.
    day: date | None = None
    #: "": a document that the law names no category for.
    category: str = ""


def checked_dossier(form: DossierForm) -> DossierForm:
    """Cleaned. Raises Invalid with an error for each field that must change."""
    it = DossierForm(clean(form.title), clean(form.about))
    _refuse(title=line_error(it.title, TITLE_MOST), about=text_error(it.about, ABOUT_MOST))
    return it


def checked_entry(form: EntryForm, today: date) -> EntryForm:
    """The same of what is put in one."""
    document = form.kind == EntryKind.DOCUMENT
    it = EntryForm(
        form.kind,
        clean(form.title),
        clean(form.text),
        clean(form.url) if document else "",
        form.day,
        form.category if document else "",
    )
    _refuse(
        kind=None if document or it.kind == EntryKind.NEWS else _choose(),
        title=line_error(it.title, ENTRY_TITLE_MOST),
        text=text_error(it.text, TEXT_MOST, required=not document),
        url=_url_error(it.url) if document else None,
        day=None if it.day and abs(it.day.year - today.year) <= YEARS else _no_day(),
        category=None if it.category in {"", *WooCategory} else _choose(),
    )
    return it


def _refuse(**errors: FieldError | None) -> None:
    if found := {name: error for name, error in errors.items() if error}:
        raise Invalid(found)


def _choose() -> FieldError:
    return FieldError("choose", "Maak een keuze.")


def _no_day() -> FieldError:
    return FieldError("bad_day", "Schrijf een dag, een maand en een jaar.")


def _url_error(url: str) -> FieldError | None:
    """Only what a browser opens as a page of the web: no other scheme ever becomes a link."""
    if wrong := line_error(url, URL_MOST):
        return wrong
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.hostname and " " not in url:
        return None
    return FieldError("bad_address", "Een adres begint met https://")


def check_revision(dossier: Dossier, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if dossier.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )
