"""Making a budget round: what a round that is being made may say, and what is recorded of each version of it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wijkstem.domain.round_phases import PHASE_ALLOWS
from wijkstem.domain.rounds import RoundRules
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.canonical import canonical
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import clean
from wijkstem.rules.schema import Municipality
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import PhaseKind, RoundAct, RoundState

NAME_MOST, ABOUT_MOST, AREA_MOST = 120, 5000, 80
#: More money than any neighbourhood gets was typed wrong; and fewer areas fit on a page.
BUDGET_MOST, AREAS_MOST = 1_000_000_000, 200
#: Characters of a shape: a border that is drawn more finely than the map shows.
SHAPE_MOST = 1_000_000
#: A round whose rules can still change.
OPEN_STATES = frozenset({RoundState.DRAFT, RoundState.ANNOUNCED})


@dataclass(frozen=True)
class AreaForm:
    """An area as it was typed."""

    name: str
    #: Whole euros.
    budget: int
    places: tuple[str, ...] = ()
    inhabitants: int | None = None
    #: GeoJSON.
    shape: str | None = None
    #: Which of the round's areas this is; None: a new one.
    seq: int | None = None


@dataclass(frozen=True)
class PhaseForm:
    """A phase as it was typed."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime
    #: None: what such a phase usually allows.
    allows: frozenset[RoundAct] | None = None

    @property
    def words(self) -> str:
        """What it allows, as it is kept."""
        allows = PHASE_ALLOWS[self.kind] if self.allows is None else self.allows
        return " ".join(sorted(allows))


@dataclass(frozen=True)
class RoundForm:
    """A round as it was typed."""

    name: str
    about: str
    #: Whose plans take part: an instrument of the municipality's rules.
    instrument: str
    rules: RoundRules
    areas: tuple[AreaForm, ...]
    phases: tuple[PhaseForm, ...]


def checked(form: RoundForm, municipality: Municipality, instruments: Sequence[str]) -> RoundForm:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    name, about = clean(form.name), clean(form.about)
    errors = {
        "name": line_error(name, NAME_MOST),
        "about": text_error(about, ABOUT_MOST),
        "instrument": None if form.instrument in instruments else _no_instrument(),
        "areas": next(_area_errors(form.areas, municipality), None),
        "phases": next(_phase_errors(form.phases), None),
    }
    if wrong := {field: error for field, error in errors.items() if error}:
        raise Invalid(wrong)
    areas = tuple(
        AreaForm(clean(a.name), a.budget, tuple(sorted(a.places)), a.inhabitants, a.shape, a.seq)
        for a in form.areas
    )
    return RoundForm(name, about, form.instrument, form.rules, areas, form.phases)


def _no_instrument() -> FieldError:
    return FieldError("unknown_instrument", "Kies van welk soort plannen deze ronde is.")


def _area_errors(areas: Sequence[AreaForm], municipality: Municipality) -> Iterator[FieldError]:
    if not 1 <= len(areas) <= AREAS_MOST:
        yield FieldError(
            "areas", "Een ronde heeft minstens 1 gebied en hoogstens %(most)s.", most=AREAS_MOST
        )
    names = [clean(area.name) for area in areas]
    if len(set(names)) < len(names) or any(line_error(name, AREA_MOST) for name in names):
        yield FieldError("area_name", "Geef elk gebied een eigen naam, van hoogstens 80 tekens.")
    places = Counter(code for area in areas for code in area.places)
    for area, name in zip(areas, names, strict=True):
        for wrong, sentence in _wrong_with(area, places, municipality):
            if wrong:
                yield FieldError("area", sentence, area=name)


def _wrong_with(
    area: AreaForm, places: Counter[str], municipality: Municipality
) -> tuple[tuple[bool, str], ...]:
    people = area.inhabitants or 0
    unknown = any(municipality.neighbourhood(code) is None for code in area.places)
    return (
        (
            not 0 <= area.budget <= BUDGET_MOST,
            N_("Schrijf het bedrag van %(area)s in hele euro's, zonder min."),
        ),
        (
            not 0 <= people <= BUDGET_MOST,
            N_("Schrijf het aantal inwoners van %(area)s als getal, of laat het leeg."),
        ),
        (unknown, N_("Bij %(area)s staat een wijk die er niet is.")),
        (
            any(places[code] > 1 for code in area.places),
            N_("Een wijk van %(area)s hoort ook bij een ander gebied."),
        ),
        (
            area.shape is not None and not _is_shape(area.shape),
            N_("De grens van %(area)s is geen vlak in GeoJSON."),
        ),
    )


def _is_shape(text: str) -> bool:
    try:
        found = json.loads(text) if len(text) <= SHAPE_MOST else None
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("type") in {"Polygon", "MultiPolygon"}


def _phase_errors(phases: Sequence[PhaseForm]) -> Iterator[FieldError]:
    """The phases begin in their order; before people vote, the ballot is fixed."""
    by_kind = {phase.kind: phase for phase in phases}
    if not by_kind.keys() >= {PhaseKind.BALLOT, PhaseKind.VOTE} or len(by_kind) < len(phases):
        yield FieldError(
            "phase_missing",
            "Vul in van wanneer tot wanneer de stemlijst klaarkomt en het stemmen duurt.",
        )
        return
    if any(phase.starts_at >= phase.ends_at for phase in phases):
        yield FieldError("phase_ends", "Een fase moet later eindigen dan zij begint.")
    starts = [by_kind[kind].starts_at for kind in PhaseKind if kind in by_kind]
    if starts != sorted(starts):
        yield FieldError("phase_order", "De fasen beginnen niet in de goede volgorde.")
    yield from _vote_errors(phases, by_kind[PhaseKind.VOTE])


def _vote_errors(phases: Sequence[PhaseForm], vote: PhaseForm) -> Iterator[FieldError]:
    for phase in phases:
        if (RoundAct.VOTE in phase.words.split()) is not (phase is vote):
            yield FieldError("phase_votes", "Stemmen kan alleen in de fase die zo heet.")
        if phase.kind in _BEFORE and phase.ends_at > vote.starts_at:
            yield FieldError(
                "phase_late", "Wat voor het stemmen komt, moet klaar zijn als het begint."
            )


#: What is over when the vote begins.
_BEFORE = frozenset({PhaseKind.IDEAS, PhaseKind.FEASIBILITY, PhaseKind.ADVICE, PhaseKind.BALLOT})


def version_of(form: RoundForm) -> str:
    """What is kept of a version: all that was typed, as canonical JSON."""
    return canonical(
        {
            "name": form.name,
            "about": form.about,
            "instrument": form.instrument,
            "rules": json.loads(form.rules.to_json()),
            "areas": [
                {
                    "seq": a.seq,
                    "name": a.name,
                    "budget": a.budget,
                    "places": list(a.places),
                    "inhabitants": a.inhabitants,
                    "shape": a.shape,
                }
                for a in form.areas
            ],
            "phases": [
                {
                    "kind": p.kind,
                    "starts_at": _utc(p.starts_at),
                    "ends_at": _utc(p.ends_at),
                    "allows": p.words,
                }
                for p in form.phases
            ],
        }
    )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_open(round_: BudgetRound, revision: int) -> None:
    """Raises RuleBroken once the rules are fixed, Conflict for a form that shows an earlier version."""
    if round_.state not in OPEN_STATES:
        raise RuleBroken(
            "round_fixed", "De regels van deze ronde liggen vast. Er kan niets meer veranderen."
        )
    if round_.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_announcing(round_: BudgetRound) -> None:
    """Raises RuleBroken for a round that residents know of already."""
    if round_.state is not RoundState.DRAFT:
        raise RuleBroken("announced", "Deze ronde staat al op de website.")


def check_cancelling(round_: BudgetRound, reasons: str) -> str:
    """The reasons, cleaned. Raises RuleBroken once the box is locked: nobody stops a count that they can see."""
    if round_.state not in OPEN_STATES | {RoundState.FROZEN}:
        raise RuleBroken("too_late_to_cancel", "Deze ronde kan niet meer stoppen.")
    reasons = clean(reasons)
    if error := text_error(reasons, ABOUT_MOST):
        raise Invalid({"reasons": error})
    return reasons
