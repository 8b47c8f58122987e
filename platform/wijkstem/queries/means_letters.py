"""What messages about means say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import Connection

from wijkstem.domain.means import last_day
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.dialogue import DialogueComputed, StatementPlaced, StatementRefused
from wijkstem.events.means import (
    MeansAccounted,
    MeansAccountLate,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansClosingNear,
    MeansStopped,
)
from wijkstem.events.outcomes import (
    OutcomeArrived,
    OutcomeDecided,
    OutcomePlaced,
    OutcomeReturned,
    OutcomeWaits,
)
from wijkstem.kit.clock import local_date
from wijkstem.queries.dialogue import StatementFacts, statements_by_id
from wijkstem.queries.means import MeansFacts, means_by_id, means_news
from wijkstem.queries.outcomes import OutcomeFacts, outcomes_by_id
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because
from wijkstem.words.outcomes import Ruling

Told = (
    MeansAnnounced
    | MeansChanged
    | MeansStopped
    | MeansClosed
    | MeansClosingNear
    | MeansAccountLate
    | MeansAccounted
    | ResponseNoteAdopted
    | OutcomeArrived
    | OutcomePlaced
    | OutcomeWaits
    | OutcomeReturned
    | OutcomeDecided
    | StatementPlaced
    | StatementRefused
    | DialogueComputed
)
#: What is told of an outcome, with where it stands now.
_OF_OUTCOME = OutcomeArrived | OutcomePlaced | OutcomeWaits | OutcomeReturned | OutcomeDecided


@dataclass(frozen=True)
class MeansLetter(Addressed):
    """Everything that the templates may use; of a means as it is now."""

    #: "announced", "changed", "closing_near", "stopped", "closed" or "accounted"; "account_late" for officials;
    #: "note_adopted": what people said has an answer.
    #: Of what came out: "arrived" and "waits" for the clerk; "placed", "returned" or "decided".
    #: Of a dialogue: "statement_placed", "statement_refused" or "statement_lapsed" for who wrote it; "computed".
    news: str
    title: str
    path: str
    question: str
    promise: str
    opens_on: date | None
    closes_on: date | None
    account_by: date | None
    #: Why it changed, was closed early, does not go on or was refused; or what is done with what came out.
    text: str
    #: Of what came out: who decides on it, by when it needs a meeting, and when that is.
    body: str = ""
    due_on: date | None = None
    held_on: date | None = None
    ruling: Ruling | None = None
    #: What its reader wrote, of a statement.
    statement: str = ""


def means_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, MeansLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.means_id for one in told}
    facts = means_by_id(connection, municipality_id, ids)
    why = means_news(connection, municipality_id, ids)
    outcomes = _outcomes(connection, municipality_id, told)
    statements = _statements(connection, municipality_id, told)
    made = {}
    for one in told:
        it = facts[one.event.means_id]
        text = why.get((it.id, getattr(one.event, "revision", 0)), "")
        wrote = statements.get(getattr(one.event, "statement_id", it.id))
        made[one.asked] = MeansLetter(
            **one.envelope,
            news=_news(one),
            title=it.title,
            path=_path(one, it),
            question=it.question,
            promise=it.promise,
            opens_on=local_date(it.opens_at) if it.opens_at else None,
            closes_on=last_day(it.closes_at) if it.closes_at else None,
            account_by=it.account_by,
            text=text or _text(one.event, it, outcomes.get(it.id), wrote),
            statement=wrote.words if wrote else "",
            **_with_outcome(outcomes.get(it.id), rules),
        )
    return made


def _outcomes(
    connection: Connection, municipality_id: str, told: Sequence[Telling[Told]]
) -> dict[UUID, OutcomeFacts]:
    """One statement where something of an outcome is told, and else none."""
    ids = {one.event.means_id for one in told if isinstance(one.event, _OF_OUTCOME)}
    return outcomes_by_id(connection, municipality_id, ids) if ids else {}


def _statements(
    connection: Connection, municipality_id: str, told: Sequence[Telling[Told]]
) -> dict[UUID, StatementFacts]:
    """One statement to the database where some of a dialogue are told, and else none."""
    judged = StatementPlaced | StatementRefused
    ids = {one.event.statement_id for one in told if isinstance(one.event, judged)}
    return statements_by_id(connection, municipality_id, ids) if ids else {}


def _with_outcome(it: OutcomeFacts | None, rules: MunicipalityRules) -> dict[str, Any]:
    if it is None:
        return {}
    body = rules.municipality.body(it.body_id)
    return {
        "body": body.name if body else "",
        "due_on": it.due_on,
        "held_on": it.held_on,
        "ruling": it.ruling,
    }


def _path(one: Telling[Told], it: MeansFacts) -> str:
    """Where its reader finds it: who said something, under their own words."""
    if isinstance(one.event, OutcomeArrived | OutcomeWaits):
        return f"/griffie/meedoen/{it.number}"
    if not isinstance(one.event, ResponseNoteAdopted):
        return f"/meedoen/{it.number}-{it.slug}"
    own = one.because is Because.REMARKED
    return f"/meedoen/{it.number}/{'mijn-reacties' if own else 'reactienota'}"


def _news(one: Telling[Told]) -> str:
    """That a dialogue closed in time is told only to who wrote what was not judged any more."""
    if isinstance(one.event, MeansClosed) and one.because is Because.REMARKED:
        return "statement_lapsed"
    return type(one.event).type.split(".")[1]


def _text(
    event: Told, it: MeansFacts, outcome: OutcomeFacts | None, wrote: StatementFacts | None
) -> str:
    if isinstance(event, StatementRefused):
        return wrote.reasons if wrote else ""
    if isinstance(event, OutcomeReturned | OutcomeDecided) and outcome:
        return outcome.reasons if isinstance(event, OutcomeReturned) else outcome.decision
    if isinstance(event, MeansStopped | MeansClosed):
        return it.reason
    return it.outcome if isinstance(event, MeansAccounted) else ""
