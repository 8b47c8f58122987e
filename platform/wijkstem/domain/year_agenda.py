"""Subjects of the year's agenda: what one must say, what comes before a role is chosen, and what a change must tell."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.rules.schema import Municipality
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.words import ParticipationLevel, SubjectState

TITLE_MOST, WORDS_MOST = 120, 5000
#: Further away from today is a year that was typed wrong.
YEARS = 10
#: What a change of is told to who follows it: it comes at another time, or before somebody else.
_WHEN = ("year", "council_month", "body_id", "meeting_id")


@dataclass(frozen=True)
class SubjectForm:
    """A subject as it was typed; 0 for what is no year or month."""

    title: str
    what: str
    wants: str
    body_id: str
    year: int
    first_month: int
    council_month: int
    state: str
    meeting_id: UUID | None = None
    #: Numbers of plans of residents that it has to do with.
    plans: tuple[str, ...] = ()
    news: str = ""


@dataclass(frozen=True)
class Checked:
    """A subject as it can be kept."""

    title: str
    what: str
    wants: str
    body_id: str
    year: int
    first_month: int
    council_month: int
    state: SubjectState
    meeting_id: UUID | None


def checked(
    form: SubjectForm,
    municipality: Municipality,
    today: date,
    *,
    meeting: date | None,
    was: YearSubject | None = None,
) -> tuple[Checked, str]:
    """The form and its news, cleaned; ``meeting`` is the day of the one that was chosen.

    Raises Invalid with an error for each field that must change.
    """
    title, what, wants, news = map(clean, (form.title, form.what, form.wants, form.news))
    found = {
        "title": line_error(title, TITLE_MOST),
        "what": text_error(what, WORDS_MOST),
        "wants": text_error(wants, WORDS_MOST, required=False),
        "body_id": _body_error(form.body_id, municipality),
        "year": None if abs(form.year - today.year) <= YEARS else _bad_year(),
        "first_month": _month_error(form.first_month),
        "council_month": _month_error(form.council_month) or _order_error(form),
        "meeting": _meeting_error(form, meeting),
        "state": None if form.state in set(SubjectState) else _choose_state(),
        "news": text_error(news, WORDS_MOST, required=False) or _silence(form, news, was),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    state = SubjectState(form.state)
    months = form.first_month, form.council_month
    it = Checked(title, what, wants, form.body_id, form.year, *months, state, form.meeting_id)
    return it, news


def _body_error(body_id: str, municipality: Municipality) -> FieldError | None:
    if municipality.body(body_id) is not None:
        return None
    return FieldError("unknown_body", "Kies wie het besluit neemt.")


def _bad_year() -> FieldError:
    return FieldError("bad_year", "Schrijf een jaar met vier cijfers, zoals 2027.")


def _month_error(month: int) -> FieldError | None:
    return None if 1 <= month <= 12 else FieldError("choose_month", "Kies een maand.")


def _order_error(form: SubjectForm) -> FieldError | None:
    if form.first_month <= form.council_month:
        return None
    return FieldError("end_before_start", "Het besluit kan niet voor het begin komen.")


def _meeting_error(form: SubjectForm, meeting: date | None) -> FieldError | None:
    if form.meeting_id is None:
        return None
    if meeting is None:
        return FieldError("unknown_meeting", "Kies een vergadering uit de lijst.")
    if (meeting.year, meeting.month) == (form.year, form.council_month):
        return None
    return FieldError(
        "other_month",
        "Deze vergadering is in een andere maand. Kies dezelfde maand of een andere vergadering.",
    )


def _choose_state() -> FieldError:
    return FieldError("choose_state", "Kies hoe ver het is.")


def _silence(form: SubjectForm, news: str, was: YearSubject | None) -> FieldError | None:
    """Residents read why a subject goes away or comes at another time."""
    if news:
        return None
    if form.state == SubjectState.DROPPED:
        return FieldError("reasons_needed", "Leg uit waarom dit stopt.")
    if was is not None and (was.state != form.state or _when(was) != _when(form)):
        return FieldError("news_needed", "Leg uit waarom dit anders is.")
    return None


def _when(it: YearSubject | SubjectForm | Checked) -> tuple[object, ...]:
    return tuple(getattr(it, name) for name in _WHEN)


def moved(was: YearSubject, it: Checked) -> bool:
    """Whether it comes before the body at another time, or before another body."""
    return _when(was) != _when(it)


#: What the body has yet to decide on.
UNDER_WAY = frozenset({SubjectState.COMING, SubjectState.RUNNING})


def follow_day(subject: YearSubject, day: date) -> None:
    """It comes before the body on this day; what began in an earlier year is of the year of the decision."""
    if day.year > subject.year:
        subject.first_month = 1
    subject.year, subject.council_month = day.year, day.month
    subject.first_month = min(subject.first_month, day.month)


def as_checked(subject: YearSubject) -> Checked:
    """As it stands."""
    return Checked(**{name: getattr(subject, name) for name in Checked.__dataclass_fields__})


def check_revision(subject: YearSubject, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    check_seen(subject.revision, revision)


def check_seen(there: int, seen: int) -> None:
    """Raises Conflict when there is something that whoever filled in a form did not see."""
    if there != seen:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


@dataclass(frozen=True)
class RoleForm:
    """The role of residents as it was chosen; the day that is none is None."""

    level: str
    chosen_by: str
    chosen_on: date | None
    reasons: str


@dataclass(frozen=True)
class Role:
    """The role of residents as it can be kept."""

    level: ParticipationLevel
    body_id: str
    chosen_on: date
    reasons: str


def checked_role(
    form: RoleForm, municipality: Municipality, today: date, *, since: date | None
) -> Role:
    """The choice; ``since`` is the day of the one before it. Raises Invalid by field."""
    reasons = clean(form.reasons)
    found = {
        "level": None if form.level in set(ParticipationLevel) else _choose_role(),
        "chosen_by": None if municipality.body(form.chosen_by) else _who_chose(),
        "chosen_on": _day_error(form.chosen_on, today, since),
        "reasons": text_error(reasons, WORDS_MOST),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    assert form.chosen_on is not None
    return Role(ParticipationLevel(form.level), form.chosen_by, form.chosen_on, reasons)


def _choose_role() -> FieldError:
    return FieldError("choose_role", "Kies welke rol inwoners krijgen.")


def _who_chose() -> FieldError:
    return FieldError("unknown_body", "Kies wie dit heeft besloten.")


def _day_error(day: date | None, today: date, since: date | None) -> FieldError | None:
    if day is None:
        return FieldError("bad_date", "Vul een dag, een maand en een jaar in.")
    if day > today:
        return FieldError("in_future", "Deze dag moet nog komen. Kies de dag van het besluit.")
    if since is not None and day < since:
        return FieldError("before_last", "Deze dag ligt voor de dag van de vorige keuze.")
    return None


def check_may_choose(subject: YearSubject, role: Role) -> None:
    """More than telling people asks for a look around first. Raises RuleBroken without one, or for nothing new."""
    if subject.state is SubjectState.DROPPED:
        raise RuleBroken("dropped", "Dit onderwerp gaat niet door. Een rol kiezen kan niet meer.")
    if role.level is not ParticipationLevel.INFORM and not subject.analyses:
        raise RuleBroken(
            "look_around_first",
            "Kijk eerst wie dit raakt en wat zij vinden. Schrijf dat op. Kies daarna deze rol.",
        )
    if role.level is subject.level:
        raise RuleBroken("same_role", "Inwoners hebben deze rol al.")


@dataclass(frozen=True)
class AnalysisForm:
    """Who is concerned, what was heard, and which approach fits and why."""

    concerned: str
    heard: str
    approach: str


def checked_analysis(form: AnalysisForm) -> AnalysisForm:
    """The three texts, cleaned. Raises Invalid by field."""
    it = AnalysisForm(clean(form.concerned), clean(form.heard), clean(form.approach))
    said = {"concerned": it.concerned, "heard": it.heard, "approach": it.approach}
    found = {name: text_error(text, WORDS_MOST) for name, text in said.items()}
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    return it
