"""Promises: what one must say, what a change of one must tell, and when it is late."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.tables.promises import Promise
from wijkstem.words import PromiseState

OFFICE_MOST, WORDS_MOST = 120, 5000


@dataclass(frozen=True)
class PromiseForm:
    """A promise as it was typed; a day that is none is None."""

    what: str
    office: str
    owner: str
    promised_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class Checked:
    """A promise as it can be kept."""

    what: str
    office: str
    owner: str
    promised_on: date
    due_on: date


def checked(form: PromiseForm, today: date) -> Checked:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    what, by, owner = clean(form.what), clean(form.office), clean(form.owner)
    found = {
        "what": text_error(what, WORDS_MOST),
        "office": line_error(by, OFFICE_MOST),
        "owner": line_error(owner, OFFICE_MOST),
        "promised_on": _made_error(form.promised_on, today),
        "due_on": _due_error(form.due_on, form.promised_on),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    assert form.promised_on is not None
    assert form.due_on is not None
    return Checked(what, by, owner, form.promised_on, form.due_on)


def _made_error(day: date | None, today: date) -> FieldError | None:
    if day is None:
        return _no_day()
    if day > today:
        return FieldError("in_future", "Deze dag moet nog komen.")
    return None


def _due_error(day: date | None, since: date | None) -> FieldError | None:
    if day is None:
        return _no_day()
    if since is not None and day < since:
        return FieldError("due_before_made", "Deze dag ligt voor de dag van de belofte.")
    return None


def _no_day() -> FieldError:
    return FieldError("bad_date", "Vul een dag, een maand en een jaar in.")


@dataclass(frozen=True)
class News:
    """What is new of a promise, as it was typed."""

    state: str
    due_on: date | None
    what: str
    news: str


def checked_news(form: News, promise: Promise) -> tuple[PromiseState, date, str, str]:
    """State, day, words and news. Raises Invalid by field: every change has its reason."""
    what, news = clean(form.what), clean(form.news)
    found = {
        "state": None if form.state in set(PromiseState) else _choose(),
        "due_on": _due_error(form.due_on, promise.promised_on),
        "what": text_error(what, WORDS_MOST),
        "news": text_error(news, WORDS_MOST),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    assert form.due_on is not None
    return PromiseState(form.state), form.due_on, what, news


def _choose() -> FieldError:
    return FieldError("choose_state", "Kies hoe het ervoor staat.")


def check_revision(promise: Promise, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if promise.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_late(promise: Promise, today: date) -> None:
    """Raises RuleBroken for one that is done, has time, or was said to be late: a second call does nothing."""
    if promise.state is not PromiseState.OPEN or promise.late or promise.due_on >= today:
        raise RuleBroken("not_late", "Deze belofte is niet te laat.")
