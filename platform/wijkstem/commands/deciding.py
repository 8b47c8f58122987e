"""Writing down what was decided besides the steps of a path: with before and after, and how long it can be appealed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select

from wijkstem.domain.reports import last_day
from wijkstem.errors import NotFound
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.reports import Decision
from wijkstem.words import APPEALABLE, Milestone, Target, Verdict

_decision = table_of(Decision)

#: How something is that can be hidden.
TO_BE_SEEN, NOT_TO_BE_SEEN = "shown", "hidden"
#: How a case is before it is decided, where nothing can be hidden.
OPEN = "open"


def write_decision(verdict: Verdict, values: Mapping[str, Any], work: Work) -> Row[Any]:
    """The decision, as it stands from now on."""
    municipality = work.rules.municipality
    within = municipality.moderation.appeal_within
    row = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "verdict": verdict,
        "reasons": "",
        "decided_at": work.now,
        "decided_by": work.actor.person_id,
        "appeal_until": last_day(within, work.today, municipality)
        if verdict in APPEALABLE
        else None,
        **values,
    }
    return work.connection.execute(insert(_decision).values(row).returning(*_decision.c)).one()


def note_refusal(
    initiative: Initiative, left: str, means: Milestone, ground: str, work: Work
) -> None:
    """A step that refused a plan can be appealed against, so it is a decision too. Its words stand with the step."""
    if means is Milestone.REFUSED:
        write_decision(
            Verdict.REFUSED,
            {
                "initiative_id": initiative.id,
                "target": Target.PLAN,
                "target_id": initiative.id,
                "step_seq": initiative.step_seq - 1,
                "ground": ground or None,
                "was": left,
                "became": initiative.step,
            },
            work,
        )


def load_decision(decision_id: UUID, work: Work) -> Row[Any]:
    """Raises NotFound for one that is not of this municipality."""
    found = work.connection.execute(
        select(_decision).where(
            _decision.c.municipality_id == work.municipality_id, _decision.c.id == decision_id
        )
    ).first()
    if found is None:
        raise NotFound("unknown_decision", "Dit besluit bestaat niet.")
    return found
