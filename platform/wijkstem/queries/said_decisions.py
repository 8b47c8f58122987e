"""Decisions on what residents said, as those concerned read them; and one before somebody asks to look at it again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, Table, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.comments import Comment
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.remarks import Remark
from wijkstem.tables.reports import Appeal, Decision
from wijkstem.words import Target, Verdict

_decision = table_of(Decision)
_appeal = table_of(Appeal)
#: Where the words stand, and whose they are: columns of one table.
_WORDS: Mapping[Target, tuple[Table, tuple[str, ...]]] = {
    Target.REMARK: (table_of(Remark), ("words",)),
    Target.CONTRIBUTION: (table_of(Contribution), ("words",)),
    Target.COMMENT: (table_of(Comment), ("organisation", "why", "wording")),
}


@dataclass(frozen=True)
class SaidDecision:
    """What was decided, and why."""

    reasons: str
    appeal_until: date | None

    @property
    def can_be_appealed(self) -> bool:
        return self.appeal_until is not None


def decisions_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, SaidDecision]:
    """Those that are there."""
    if not ids:
        return {}
    found = select(_decision.c.id, _decision.c.reasons, _decision.c.appeal_until).where(
        _decision.c.municipality_id == municipality_id, _decision.c.id.in_(ids)
    )
    return {
        row.id: SaidDecision(row.reasons, row.appeal_until) for row in connection.execute(found)
    }


@dataclass(frozen=True)
class SaidToAppeal:
    """A decision to hide what somebody said, before they ask to have it looked at again."""

    id: UUID
    target: Target
    target_id: UUID
    words: str
    ground: str | None
    reasons: str
    decided_at: datetime
    appeal_until: date | None
    asked: bool


def said_to_appeal(
    connection: Connection, municipality_id: str, decision_id: UUID, person_id: UUID
) -> SaidToAppeal | None:
    """None for one that is not there, or that hid what somebody else said."""
    row = connection.execute(
        select(_decision).where(
            _decision.c.municipality_id == municipality_id,
            _decision.c.id == decision_id,
            _decision.c.verdict == Verdict.HIDDEN,
            _decision.c.target.in_(_WORDS),
        )
    ).first()
    if row is None:
        return None
    table, columns = _WORDS[row.target]
    words = connection.execute(
        select(*(table.c[name] for name in columns)).where(
            table.c.municipality_id == municipality_id,
            table.c.id == row.target_id,
            table.c.person_id == person_id,
        )
    ).first()
    if words is None:
        return None
    asked = select(_appeal.c.id).where(
        _appeal.c.municipality_id == municipality_id,
        _appeal.c.decision_id == decision_id,
        _appeal.c.appellant_id == person_id,
    )
    return SaidToAppeal(
        row.id,
        row.target,
        row.target_id,
        "\n\n".join(part for part in words if part),
        row.ground,
        row.reasons,
        row.decided_at,
        row.appeal_until,
        connection.execute(asked).first() is not None,
    )
