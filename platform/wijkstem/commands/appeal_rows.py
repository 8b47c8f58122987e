"""An appeal as it is kept: a case that the one who decided may not decide, and a row that somebody has once."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, exists, select

from wijkstem.commands.moderation import open_case
from wijkstem.domain.reports import REASONS_LEAST, check_in_time, checked_words, last_day
from wijkstem.errors import Conflict
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.reports import Appeal
from wijkstem.words import CaseKind

_appeal = table_of(Appeal)


class Opened(NamedTuple):
    """What came of asking."""

    appeal_id: UUID
    case_id: UUID
    due_on: date


def check_not_asked(decision_id: UUID, person_id: UUID, work: Work) -> None:
    """Raises Conflict for the second time."""
    found = exists().where(
        _appeal.c.municipality_id == work.municipality_id,
        _appeal.c.decision_id == decision_id,
        _appeal.c.appellant_id == person_id,
    )
    if work.connection.scalar(select(found)):
        raise _once()


def _once() -> Conflict:
    return Conflict(
        "appealed_before",
        "U hebt dit al gevraagd. Dat kan één keer. Een andere medewerker kijkt ernaar.",
    )


def open_appeal(
    decision: Row[Any], person_id: UUID, words: str, work: Work, *, initiative_id: UUID | None
) -> Opened:
    """Raises RuleBroken when it is too late, Invalid without words, Conflict for the second time."""
    check_in_time(decision.appeal_until, work.today)
    words = checked_words(words, least=REASONS_LEAST)
    appeal_id, rules = new_id(), work.rules.municipality
    due_on = last_day(rules.moderation.answer_appeal, work.today, rules)
    case_id = open_case(
        CaseKind.APPEAL,
        f"{CaseKind.APPEAL}:{appeal_id}",
        work,
        initiative_id=initiative_id,
        due_on=due_on,
        target=decision.target,
        target_id=decision.target_id,
        not_for=decision.decided_by,
    )
    assert case_id is not None  # its id is new
    row = {
        "municipality_id": work.municipality_id,
        "id": appeal_id,
        "decision_id": decision.id,
        "case_id": case_id,
        "initiative_id": initiative_id,
        "appellant_id": person_id,
        "words": words,
        "asked_at": work.now,
    }
    if not insert_new(work.connection, _appeal, row):
        raise _once()
    return Opened(appeal_id, case_id, due_on)
