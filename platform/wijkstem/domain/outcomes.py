"""What comes of taking part: who decides on it, which documents belong to it, and what can be done with it when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from wijkstem.domain.means import checked_said
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.rules.outcomes import OutcomeRoute
from wijkstem.rules.schema import Municipality
from wijkstem.tables.means import Means
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.words.means import MeansKind
from wijkstem.words.outcomes import OutcomeState, Ruling

REASONS_MOST, DECISION_MOST = 2000, 5000
#: What stands before the title, on an agenda and in a dossier.
TITLES: Final = {MeansKind.VOTE: "Uitslag", MeansKind.ADVICE: "Reactienota"}
#: Below the address of the means; a vote's result stands on its page.
_PAGES: Final = {MeansKind.VOTE: "", MeansKind.ADVICE: "/reactienota"}
_FILES: Final = {MeansKind.VOTE: "/uitslag", MeansKind.ADVICE: "/reactienota"}


@dataclass(frozen=True)
class OutcomeDocument:
    """A document of an outcome; its id follows from the means, so it is there once whoever makes it."""

    id: UUID
    title: str
    #: On this site.
    path: str
    media_type: str


def route(means: Means, municipality: Municipality) -> OutcomeRoute | None:
    """The first rule that is about such a means; None: its outcome goes nowhere by itself."""
    return next(
        (one for one in municipality.outcomes if one.fits(means.kind, means.level, means.body_id)),
        None,
    )


def title_of(kind: MeansKind, title: str) -> str:
    """What an outcome is called where it stands among other things."""
    return f"{TITLES[kind]}: {title}"


def documents_of(means: Means, *, printed: bool) -> Sequence[OutcomeDocument]:
    """Page, table and, once a worker made it, file."""
    at, files = f"/meedoen/{means.number}", _FILES[means.kind]
    called = title_of(means.kind, means.title)
    kinds = [("page", "", at + _PAGES[means.kind], "text/html")]
    kinds += [("csv", " (csv)", f"{at}{files}.csv", "text/csv")]
    if printed:
        kinds += [("pdf", " (pdf)", f"{at}{files}.pdf", "application/pdf")]
    return tuple(
        OutcomeDocument(uuid5(means.id, name), called + behind, path, media_type)
        for name, behind, path, media_type in kinds
    )


def item_id_of(means_id: UUID) -> UUID:
    """The item that an outcome has of its own; one, wherever it stands."""
    return uuid5(means_id, "item")


def check_state(outcome: MeansOutcome, revision: int, *states: OutcomeState) -> None:
    """Raises Conflict after somebody else's change, RuleBroken for what cannot be done now."""
    if outcome.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )
    if outcome.state not in states:
        raise RuleBroken("not_now", "Dit kan nu niet. Kijk hieronder hoe ver het is.")


def checked_reasons(reasons: str) -> str:
    """Why it gets no place, cleaned. Raises Invalid."""
    return checked_said("reasons", reasons, REASONS_MOST)


@dataclass(frozen=True)
class DecisionForm:
    """A decision as it was typed."""

    ruling: str
    decision: str
    decided_on: date | None


@dataclass(frozen=True)
class CheckedDecision:
    """The same as it can be kept."""

    ruling: Ruling
    decision: str
    decided_on: date


def checked_decision(form: DecisionForm, held_on: date, today: date) -> CheckedDecision:
    """Raises Invalid with an error a field: the meeting comes first, and nobody decided tomorrow."""
    found: dict[str, FieldError] = {}
    decision = ""
    try:
        decision = checked_said("decision", form.decision, DECISION_MOST)
    except Invalid as wrong:
        found |= wrong.fields
    if form.ruling not in set(Ruling):
        found["ruling"] = FieldError("choose", "Maak een keuze.")
    if error := _day_error(form.decided_on, held_on, today):
        found["decided"] = error
    if found or form.decided_on is None:
        raise Invalid(found)
    return CheckedDecision(Ruling(form.ruling), decision, form.decided_on)


def _day_error(day: date | None, held_on: date, today: date) -> FieldError | None:
    if day is None:
        return FieldError("bad_day", "Schrijf een dag, een maand en een jaar.")
    if day > today:
        return FieldError("not_decided", "Deze dag komt nog. Er moet eerst een besluit zijn.")
    if day < held_on:
        return FieldError("before_meeting", "Deze dag is voor de vergadering. Kijk de dag na.")
    return None
