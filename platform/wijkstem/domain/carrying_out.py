"""Carrying out what was decided: which plans, what a planning must say, and what a change of a part must tell."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.rules.steps import Path
from wijkstem.tables.carrying_out import CarryingOut, WorkPart
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import CarryingOutState, Milestone, PartState

OFFICE_MOST, WHAT_MOST, NEWS_MOST = 120, 200, 5000
#: Parts of one plan, and photos of one part.
PARTS_MOST, PHOTOS_MOST = 40, 6
#: Nobody gives more for a plan of residents than this; what is typed with a nought too many is refused.
EUROS_MOST = 1_000_000_000
#: Further away from today is a year that was typed wrong.
YEARS = 20
#: So long before its day who looks after a part is reminded of it.
REMIND = timedelta(days=14)

#: What makes that something has to be carried out.
GIVES = frozenset(
    {
        Milestone.ADOPTED,
        Milestone.PARTLY_ADOPTED,
        Milestone.GRANTED,
        Milestone.PARTLY_GRANTED,
        Milestone.CHOSEN,
    }
)
#: Ends at which it was given, and not taken back.
_GOOD_ENDS = GIVES | {
    Milestone.AGREED,
    Milestone.COMPLETED,
    Milestone.SETTLED,
    Milestone.EVALUATED,
}


def is_given(initiative: Initiative, path: Path) -> bool:
    """Whether it was decided to do it: it ended so, or is in a step where it only comes when that was decided."""
    closed = initiative.closed_on is not None
    return given(initiative.step, initiative.result, path, closed=closed)


def given(step: str, result: Milestone | None, path: Path, *, closed: bool) -> bool:
    """The same of what a page knows of it."""
    if closed:
        return result in _GOOD_ENDS
    without = set(_reached(path, [path.start], giving=False))
    granted = [way.to for one in path.steps for way in one.outcomes if way.means in GIVES]
    return step not in without and step in set(_reached(path, granted))


def _reached(path: Path, starts: Sequence[str], *, giving: bool = True) -> Iterator[str]:
    """Every step that can follow; with ``giving`` off not by ways that give something."""
    seen: set[str] = set()
    todo = list(starts)
    while todo:
        step = todo.pop()
        if step in seen:
            continue
        seen.add(step)
        yield step
        ways = path.step(step).outcomes
        todo += [way.to for way in ways if giving or way.means not in GIVES]


def ends_badly(means: Milestone) -> bool:
    """Whether a plan that ends so is not carried out any more."""
    return means not in _GOOD_ENDS


def check_given(initiative: Initiative, path: Path) -> None:
    """Raises RuleBroken for a plan of which nobody decided to do it."""
    if not is_given(initiative, path):
        raise RuleBroken("not_given", "Over dit plan is niet besloten om het te doen.")


@dataclass(frozen=True)
class PartForm:
    """A part as it was typed; a day that is none is None."""

    what: str
    due_on: date | None
    #: Only a month was named; ``due_on`` is its last day.
    whole_month: bool = False

    @property
    def empty(self) -> bool:
        return not clean(self.what) and self.due_on is None


def last_of_month(year: int, month: int) -> date:
    """Raises ValueError for what is no month."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True)
class CarrierForm:
    """Who does it, and what was given for it; an amount that is none is None, and -1 what cannot be read."""

    office: str
    granted_euros: int | None = None


def checked_carrier(form: CarrierForm) -> CarrierForm:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    _refuse(_carrier_errors(form))
    return CarrierForm(clean(form.office), form.granted_euros)


def checked_planning(
    form: CarrierForm, parts: Sequence[PartForm], today: date
) -> tuple[CarrierForm, list[PartForm]]:
    """The same with its parts; rows that were left empty are left out. The n-th row has fields of its own."""
    errors = _carrier_errors(form)
    for number, part in enumerate(parts):
        if not part.empty:
            errors |= {f"{name}_{number}": one for name, one in _part_errors(part, today).items()}
    filled = [part for part in parts if not part.empty]
    if not filled:
        errors["what_0"] = FieldError("empty", "Vul dit in.")
    elif len(filled) > PARTS_MOST:
        errors["what_0"] = too_many_parts()
    _refuse(errors)
    return (
        CarrierForm(clean(form.office), form.granted_euros),
        [PartForm(clean(one.what), one.due_on, one.whole_month) for one in filled],
    )


def checked_part(form: PartForm, today: date) -> PartForm:
    """One part, cleaned. Raises Invalid by field."""
    _refuse(_part_errors(form, today))
    return PartForm(clean(form.what), form.due_on, form.whole_month)


def too_many_parts() -> FieldError:
    return FieldError(
        "too_many_parts", "Er passen %(most)s onderdelen in een planning.", most=PARTS_MOST
    )


def _carrier_errors(form: CarrierForm) -> dict[str, FieldError]:
    found = {
        "office": line_error(clean(form.office), OFFICE_MOST),
        "granted_euros": euros_error(form.granted_euros),
    }
    return {name: error for name, error in found.items() if error}


def _part_errors(form: PartForm, today: date) -> dict[str, FieldError]:
    found = {
        "what": line_error(clean(form.what), WHAT_MOST),
        "due_on": _day_error(form.due_on, today),
    }
    return {name: error for name, error in found.items() if error}


def _day_error(day: date | None, today: date) -> FieldError | None:
    if day is None:
        return FieldError("bad_date", "Vul een maand en een jaar in. De dag mag u leeg laten.")
    if abs(day.year - today.year) > YEARS:
        return FieldError("bad_year", "Schrijf een jaar met vier cijfers, zoals 2027.")
    return None


def euros_error(amount: int | None) -> FieldError | None:
    """What is wrong with whole euros that may be left out."""
    if amount is None or 0 <= amount <= EUROS_MOST:
        return None
    return FieldError("bad_euros", "Schrijf een bedrag in hele euro's, zoals 12500.")


def _refuse(errors: dict[str, FieldError]) -> None:
    if errors:
        raise Invalid(errors)


@dataclass(frozen=True)
class PartNews:
    """What is new of a part, as it was typed."""

    state: str
    what: str
    due_on: date | None
    whole_month: bool
    news: str
    #: Only of what is done.
    done_on: date | None = None


@dataclass(frozen=True)
class CheckedNews:
    """The same as it can be kept."""

    state: PartState
    what: str
    due_on: date
    whole_month: bool
    news: str
    done_on: date | None


def checked_news(form: PartNews, part: WorkPart, today: date) -> CheckedNews:
    """Raises Invalid by field: whatever becomes otherwise is explained, and what is done has its day."""
    what, news = clean(form.what), clean(form.news)
    done = form.state == PartState.DONE
    found = {
        "state": None if form.state in set(PartState) else _choose(),
        "what": line_error(what, WHAT_MOST),
        "due_on": _day_error(form.due_on, today),
        "done_on": _done_error(form.done_on, today) if done else None,
        "news": text_error(news, NEWS_MOST),
    }
    _refuse({name: error for name, error in found.items() if error})
    assert form.due_on is not None
    # What is over is not moved any more: it was in time or it was not.
    due_on = part.due_on if done else form.due_on
    whole_month = part.whole_month if done else form.whole_month
    state = PartState(form.state)
    return CheckedNews(state, what, due_on, whole_month, news, form.done_on if done else None)


def _done_error(day: date | None, today: date) -> FieldError | None:
    if day is None:
        return FieldError("bad_date", "Vul een dag, een maand en een jaar in.")
    if day > today:
        return FieldError("in_future", "Deze dag moet nog komen.")
    if today.year - day.year > YEARS:
        return FieldError("bad_year", "Schrijf een jaar met vier cijfers, zoals 2027.")
    return None


def _choose() -> FieldError:
    return FieldError("choose_state", "Kies hoe het ervoor staat.")


@dataclass(frozen=True)
class EndForm:
    """What came of it and what it cost, or why it stops, as it was typed."""

    words: str
    spent_euros: int | None = None
    granted_euros: int | None = None


def checked_end(form: EndForm) -> EndForm:
    """Raises Invalid by field; who spent something else than was given tells why in the same words."""
    words = clean(form.words)
    found = {
        "words": text_error(words, NEWS_MOST),
        "spent_euros": euros_error(form.spent_euros),
        "granted_euros": euros_error(form.granted_euros),
    }
    _refuse({name: error for name, error in found.items() if error})
    return EndForm(words, form.spent_euros, form.granted_euros)


def check_revision(shown: int, now: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if shown != now:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_goes_on(it: CarryingOut) -> None:
    """Raises RuleBroken for what is over."""
    if it.state in {CarryingOutState.DONE, CarryingOutState.STOPPED}:
        raise RuleBroken("carried_out_already", "De uitvoering van dit plan is al voorbij.")


def check_to_plan(it: CarryingOut) -> None:
    """Raises RuleBroken for what was planned before."""
    check_goes_on(it)
    if it.state is not CarryingOutState.PLANNING:
        raise RuleBroken("planned_already", "Er is al een planning. Vul die aan.")


def check_planned(it: CarryingOut) -> None:
    """Raises RuleBroken while nobody said what happens when, and for what is over."""
    check_goes_on(it)
    if it.state is CarryingOutState.PLANNING:
        raise RuleBroken("not_planned", "Maak eerst een planning voor dit plan.")


def check_all_settled(parts: Sequence[WorkPart]) -> None:
    """Raises RuleBroken while something still has to be done."""
    if any(part.state is PartState.PLANNED for part in parts):
        raise RuleBroken(
            "parts_left", "Er moet nog iets gebeuren. Vertel eerst bij elk onderdeel hoe het ging."
        )


def check_late(part: WorkPart, it: CarryingOut, today: date) -> None:
    """Raises RuleBroken for what is done, has time, or was said to be late: a second call does nothing."""
    waits = part.state is PartState.PLANNED and it.state is CarryingOutState.BUSY
    if not waits or part.late or part.due_on >= today:
        raise RuleBroken("not_late", "Dit onderdeel is niet te laat.")


def check_near(part: WorkPart, it: CarryingOut, today: date) -> None:
    """Raises RuleBroken for what is done, far away, over, or was reminded of."""
    waits = part.state is PartState.PLANNED and it.state is CarryingOutState.BUSY
    near = today <= part.due_on <= today + REMIND
    if not waits or part.reminded or not near:
        raise RuleBroken("not_near", "Dit onderdeel komt nog niet dichtbij.")


def check_planning_late(it: CarryingOut, today: date) -> None:
    """Raises RuleBroken for what is planned, has time, or was said to be late."""
    late = it.plan_due_on is not None and it.plan_due_on < today
    if it.state is not CarryingOutState.PLANNING or it.plan_late or not late:
        raise RuleBroken("not_late", "Deze planning is niet te laat.")
