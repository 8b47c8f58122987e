"""Gatherings: what may be announced, until when somebody can sign up, and who gets a place."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final, Protocol, TypeVar

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.text import clean
from wijkstem.rules.schema import Municipality
from wijkstem.tables.gatherings import Gathering
from wijkstem.words import GatheringKind, GatheringState

#: What a form sends for a gathering about every neighbourhood.
WHOLE: Final = "gemeente"
TITLE_MOST, ABOUT_MOST, PLACE_MOST, ACCESS_MOST, REPORT_MOST = 120, 5000, 200, 1000, 10_000
#: Nobody hires a room for more; and so many people are looked at when one signs up.
PLACES_MOST = 2000
#: When a reminder goes, on the day before.
REMIND_FROM = time(9, 0)
#: A date further away is a year that was typed wrong.
YEARS_AHEAD = 2


@dataclass(frozen=True)
class GatheringForm:
    """A gathering as it was typed; None for what is no day or no time, 0 places for what is no number."""

    kind: str
    #: `WHOLE`, or a neighbourhood.
    where: str
    title: str
    about: str
    day: date | None
    starts: time | None
    ends: time | None
    place: str
    access: str
    places: int | None = None
    #: Numbers of plans.
    plans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A gathering as it can be kept: the columns of its row."""

    kind: GatheringKind
    neighbourhood_code: str | None
    title: str
    about: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    access: str
    places: int | None


def checked(form: GatheringForm, municipality: Municipality, now: datetime) -> Checked:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    title, about, place, access = map(clean, (form.title, form.about, form.place, form.access))
    found = {
        "kind": None if form.kind in set(GatheringKind) else _choose(),
        "where": _where_error(form.where, municipality),
        "title": line_error(title, TITLE_MOST),
        "about": text_error(about, ABOUT_MOST),
        "place": line_error(place, PLACE_MOST),
        "access": text_error(access, ACCESS_MOST),
        "places": _places_error(form.places),
        **_time_errors(form, now),
    }
    errors = {name: error for name, error in found.items() if error}
    if errors or form.day is None or form.starts is None or form.ends is None:
        raise Invalid(errors)
    return Checked(
        GatheringKind(form.kind),
        None if form.where == WHOLE else form.where,
        title,
        about,
        form.day,
        datetime.combine(form.day, form.starts, AMSTERDAM),
        datetime.combine(form.day, form.ends, AMSTERDAM),
        place,
        access,
        form.places,
    )


def _choose() -> FieldError:
    return FieldError("choose_kind", "Kies wat voor bijeenkomst het is.")


def _where_error(where: str, municipality: Municipality) -> FieldError | None:
    if where == WHOLE or municipality.neighbourhood(where):
        return None
    return FieldError("unknown_neighbourhood", "Kies een wijk uit de lijst, of de hele gemeente.")


def _places_error(places: int | None) -> FieldError | None:
    if places is None or 1 <= places <= PLACES_MOST:
        return None
    return FieldError(
        "bad_places",
        "Schrijf een getal van 1 tot en met %(most)s. Of laat dit leeg.",
        most=PLACES_MOST,
    )


def _time_errors(form: GatheringForm, now: datetime) -> dict[str, FieldError | None]:
    """A day that comes, a time of that day, and an end after it."""
    return {
        "day": _day_error(form.day, now),
        "starts": _start_error(form, now),
        "ends": _end_error(form),
    }


def _day_error(day: date | None, now: datetime) -> FieldError | None:
    today = now.astimezone(AMSTERDAM).date()
    if day is None:
        return FieldError("no_date", "Deze datum bestaat niet. Schrijf dag, maand en jaar.")
    if day < today:
        return FieldError("past_date", "Deze dag is al voorbij. Kies een dag die nog komt.")
    if day.year > today.year + YEARS_AHEAD:
        return FieldError("far_date", "Deze dag is te ver weg. Klopt het jaar?")
    return None


def _start_error(form: GatheringForm, now: datetime) -> FieldError | None:
    if form.starts is None:
        return _bad_time()
    if form.day and datetime.combine(form.day, form.starts, AMSTERDAM) <= now:
        today = form.day == now.astimezone(AMSTERDAM).date()
        past = FieldError("past_time", "Dit tijdstip is al voorbij. Kies een later tijdstip.")
        return past if today else None
    return None


def _end_error(form: GatheringForm) -> FieldError | None:
    if form.ends is None:
        return _bad_time()
    if form.starts is not None and form.ends <= form.starts:
        return FieldError("end_before_start", "Het einde moet later zijn dan het begin.")
    return None


def _bad_time() -> FieldError:
    return FieldError("bad_time", "Schrijf de tijd zo: 19:30.")


def check_revision(gathering: Gathering, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if gathering.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def is_coming(gathering: Gathering, now: datetime) -> bool:
    """Whether it goes on, and has not begun."""
    return gathering.state is GatheringState.ANNOUNCED and gathering.starts_at > now


def check_coming(gathering: Gathering, now: datetime) -> None:
    """Raises RuleBroken for a gathering that was cancelled, or has begun."""
    if gathering.state is GatheringState.CANCELLED:
        raise RuleBroken("cancelled", "Deze bijeenkomst gaat niet door.")
    if gathering.state is GatheringState.REPORTED or gathering.starts_at <= now:
        raise RuleBroken("begun", "Dit is al begonnen, of het is voorbij.")


def check_held(gathering: Gathering, now: datetime) -> None:
    """Raises RuleBroken for a gathering of which there is nothing to report."""
    if gathering.state is GatheringState.CANCELLED:
        raise RuleBroken("cancelled", "Deze bijeenkomst gaat niet door.")
    if now < gathering.starts_at:
        raise RuleBroken("not_held", "U kunt het verslag pas schrijven als het is begonnen.")


def remind_until(now: datetime) -> date:
    """The last day of which somebody is told that it is near: tomorrow, but nobody is woken for it."""
    here = now.astimezone(AMSTERDAM)
    return here.date() + timedelta(days=1 if here.time() >= REMIND_FROM else 0)


@dataclass(frozen=True)
class Report:
    """What came of a gathering, as it was typed; no number: None."""

    came: int | None
    heard: str
    follow_up: str

    def cleaned(self) -> "Report":
        """Raises Invalid with an error for each field that must change."""
        heard, follow_up = clean(self.heard), clean(self.follow_up)
        found = {
            "came": None if self.came is not None and self.came <= 100_000 else _bad_count(),
            "heard": text_error(heard, REPORT_MOST),
            "follow_up": text_error(follow_up, REPORT_MOST),
        }
        if errors := {name: error for name, error in found.items() if error}:
            raise Invalid(errors)
        return Report(self.came, heard, follow_up)


def _bad_count() -> FieldError:
    return FieldError("bad_count", "Schrijf een getal: hoeveel mensen kwamen er?")


def check_room(places: int | None, seated: int) -> None:
    """Raises Invalid when a room becomes too small for who has a place in it."""
    if places is not None and places < seated:
        raise Invalid(
            {
                "places": FieldError(
                    "too_few_places",
                    "Er hebben al %(seated)s mensen een plaats. Minder plaatsen kan daarom niet.",
                    seated=seated,
                )
            }
        )


def free_seats(places: int | None, taken: Collection[int]) -> Iterator[int]:
    """The numbers that nobody has, the lowest first."""
    numbers = count(1) if places is None else iter(range(1, places + 1))
    return (number for number in numbers if number not in taken)


class Seated(Protocol):
    """Somebody with a number of their own, or waiting for one: in a room, or on a list of speakers."""

    seat: int | None
    turn: int


_S = TypeVar("_S", bound=Seated)


def seat(places: int | None, people: Sequence[_S]) -> list[_S]:
    """Give who waits the seats that are free, in the order in which they came; who got one.

    Who sits on a number that the room does not have any more first gets one that it has.
    """
    taken = {one.seat for one in people if one.seat is not None}
    if places is not None:
        fits = free_seats(places, taken)
        for one in people:
            if one.seat is not None and one.seat > places:
                one.seat = next(fits)
        taken = {one.seat for one in people if one.seat is not None}
    waiting = sorted((one for one in people if one.seat is None), key=lambda one: one.turn)
    given = []
    for one, number in zip(waiting, free_seats(places, taken), strict=False):
        one.seat = number
        given.append(one)
    return given
