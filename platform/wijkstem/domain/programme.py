"""Items of a neighbourhood's programme: what they may say, and what a change of one must tell."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.kit.text import clean
from wijkstem.tables.programme import ProgrammeItem
from wijkstem.words import ProgrammeState

TITLE_MOST, WHAT_MOST, NEWS_MOST = 120, 5000, 5000
#: Further away from today is a year that was typed wrong.
YEARS = 20


@dataclass(frozen=True)
class ItemForm:
    """An item as it was typed; 0 for what is no year."""

    title: str
    what: str
    first_year: int
    last_year: int
    state: str
    #: How it goes; a stop has a reason.
    news: str = ""


@dataclass(frozen=True)
class Checked:
    """An item as it can be kept."""

    title: str
    what: str
    first_year: int
    last_year: int
    state: ProgrammeState
    news: str


def checked(form: ItemForm, today: date, *, was: ProgrammeItem | None = None) -> Checked:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    title, what, news = clean(form.title), clean(form.what), clean(form.news)
    found = {
        "title": line_error(title, TITLE_MOST),
        "what": text_error(what, WHAT_MOST),
        "first_year": _year_error(form.first_year, today),
        "last_year": _year_error(form.last_year, today) or _order_error(form),
        "state": None if form.state in set(ProgrammeState) else _choose(),
        "news": text_error(news, NEWS_MOST, required=False) or _silence(form.state, news, was),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    state = ProgrammeState(form.state)
    return Checked(title, what, form.first_year, form.last_year, state, news)


def _year_error(year: int, today: date) -> FieldError | None:
    if abs(year - today.year) <= YEARS:
        return None
    return FieldError("bad_year", "Schrijf een jaar met vier cijfers, zoals 2027.")


def _order_error(form: ItemForm) -> FieldError | None:
    if form.first_year <= form.last_year:
        return None
    return FieldError("end_before_start", "Het laatste jaar kan niet voor het eerste jaar liggen.")


def _choose() -> FieldError:
    return FieldError("choose_state", "Kies hoe ver het is.")


def _silence(state: str, news: str, was: ProgrammeItem | None) -> FieldError | None:
    """Residents read why something stops, and what happened when the state changes."""
    if news:
        return None
    if state == ProgrammeState.STOPPED:
        return FieldError("reasons_needed", "Leg uit waarom dit stopt.")
    if was is not None and was.state != state:
        return FieldError("news_needed", "Vertel kort wat er is gebeurd.")
    return None


def check_revision(item: ProgrammeItem, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if item.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_changed(item: ProgrammeItem, it: Checked) -> None:
    """Raises Invalid when there is nothing new."""
    same = (it.title, it.what, it.first_year, it.last_year, it.state) == (
        item.title,
        item.what,
        item.first_year,
        item.last_year,
        item.state,
    )
    if same and not it.news:
        raise Invalid({"news": FieldError("nothing_new", "Vertel wat er nieuw is.")})
