"""What a draw may be, when its figures count, and which answer somebody can still give."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wijkstem.domain.draws import BANDS, LEAST, Plan, Stratum
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.rules.drawing import Drawing
from wijkstem.rules.schema import Municipality
from wijkstem.words import AgeBand
from wijkstem.words.draws import DrawState, EntryState

NAME_MOST, PURPOSE_MOST, SOURCE_MOST, REASON_MOST = 120, 2000, 200, 2000
#: Days between the announcement and the first figures that count, at the most.
MOST_DAYS = 60


@dataclass(frozen=True)
class GroupForm:
    """A sounding group as it was typed; no codes: from everywhere."""

    name: str
    purpose: str
    seats: int
    codes: tuple[str, ...] = ()


def checked(form: GroupForm, municipality: Municipality) -> GroupForm:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    drawing = rule_of(municipality)
    name, purpose = clean(form.name), clean(form.purpose)
    _refuse(
        {
            "name": line_error(name, NAME_MOST),
            "purpose": text_error(purpose, PURPOSE_MOST),
            "seats": _seats_error(form.seats, drawing.most_places),
            "codes": _codes_error(form.codes, municipality),
        }
    )
    return GroupForm(name, purpose, form.seats, tuple(sorted(set(form.codes))))


def rule_of(municipality: Municipality) -> Drawing:
    """Raises RuleBroken where nobody is drawn by lot."""
    if municipality.drawing is None:
        raise RuleBroken("no_drawing", "In deze gemeente wordt niet geloot voor klankbordgroepen.")
    return municipality.drawing


def bands_from(age: int) -> Sequence[AgeBand]:
    """The ages that are drawn from."""
    return BANDS[1:] if age == 16 else BANDS[2:]


def _seats_error(seats: int, most: int) -> FieldError | None:
    if 1 <= seats <= most:
        return None
    return FieldError("seats", "Typ een getal van 1 tot en met %(most)s.", most=most)


def _codes_error(codes: Sequence[str], municipality: Municipality) -> FieldError | None:
    if all(municipality.neighbourhood(code) for code in codes):
        return None
    return FieldError("unknown_neighbourhood", "Kies wijken uit de lijst.")


def checked_source(source: str, days: int) -> str:
    """Where the figures will come from. Raises Invalid."""
    source = clean(source)
    late = None if 1 <= days <= MOST_DAYS else FieldError(
        "days", "Typ een getal van 1 tot en met %(most)s.", most=MOST_DAYS
    )  # fmt: skip
    _refuse({"source": line_error(source, SOURCE_MOST), "days": late})
    return source


def require_enough(candidates: int) -> None:
    """Raises RuleBroken for a list so short that it would point at people."""
    if candidates < LEAST:
        raise RuleBroken(
            "too_few_candidates",
            "Er zijn te weinig mensen om te loten: %(candidates)s. Het moeten er minstens %(least)s zijn.",
            candidates=candidates,
            least=LEAST,
        )


def checked_reason(reason: str) -> str:
    """Why a draw does not go on. Raises Invalid."""
    reason = clean(reason)
    _refuse({"reason": text_error(reason, REASON_MOST)})
    return reason


def require_state(state: DrawState, *allowed: DrawState) -> None:
    """Raises RuleBroken for what cannot be done any more, or not yet."""
    if state not in allowed:
        raise RuleBroken("not_now", "Dit kan nu niet. Kijk hieronder hoe ver het is.")


def require_day(first_day: date, today: date) -> None:
    """Raises RuleBroken before the day: figures of an earlier draw are not the ones that were named."""
    if today < first_day:
        raise RuleBroken(
            "lot_too_early",
            "Loten kan vanaf %(day)s. Neem de eerste trekking vanaf die dag.",
            day=first_day,
        )


def next_state(state: EntryState, *, yes: bool, overdue: bool) -> EntryState:
    """What somebody becomes by their answer; the same for the same answer twice. Raises RuleBroken when it is too late."""
    wanted = EntryState.YES if yes else EntryState.NO
    if state is wanted or (state is EntryState.LEFT and not yes):
        return state
    if state is EntryState.YES:
        return EntryState.LEFT
    if state is EntryState.INVITED and not overdue:
        return wanted
    raise RuleBroken("answer_over", "Antwoorden kan niet meer. Uw plaats gaat naar iemand anders.")


def read_plan(line: str) -> Plan:
    """The first line of a published list."""
    said = json.loads(line)
    return Plan(
        said["municipality"],
        said["number"],
        said["seats"],
        said["source"],
        said["first_day"],
        tuple(
            Stratum(
                one["number"],
                tuple((code, AgeBand(band)) for code, _, band in _cells(one["cells"])),
                one["candidates"],
                one["seats"],
            )
            for one in said["strata"]
        ),
    )


def _cells(cells: Sequence[str]) -> list[tuple[str, str, str]]:
    return [cell.partition("/") for cell in cells]


def _refuse(found: dict[str, FieldError | None]) -> None:
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
