"""What a digest says: what somebody was told since the last one, by plan; and where digests are due."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.letters import Letter, letters
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Because

_inbox = table_of(InboxMessage)


@dataclass(frozen=True)
class PlanNews:
    """What happened to one plan, in order of time."""

    title: str
    number: str
    path: str
    because: Because
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Digest:
    """Everything that the templates of a digest may use."""

    language: str
    address: str | None
    name: str
    municipality: str
    rhythm: str
    plans: tuple[PlanNews, ...]
    stoppable: bool = True


def digest(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    cause: str,
    recipient_id: UUID,
) -> Digest | None:
    """The digest for a delivery; None when nothing of it is there any more, or its reader."""
    positions = (
        connection.execute(
            select(_inbox.c.position)
            .where(
                _inbox.c.municipality_id == municipality_id,
                _inbox.c.person_id == recipient_id,
                _inbox.c.digest == cause,
            )
            .order_by(_inbox.c.initiative_id, _inbox.c.position)
        )
        .scalars()
        .all()
    )
    found = letters(
        connection,
        municipality_id,
        rules=rules,
        recipient_id=recipient_id,
        positions=positions,
    )
    if not found:
        return None
    first = found[0]
    return Digest(
        language=first.language,
        address=first.address,
        name=first.name,
        municipality=first.municipality,
        rhythm=cause.split(":")[1],
        plans=_by_plan(found),
    )


def _by_plan(found: list[Letter]) -> tuple[PlanNews, ...]:
    """The plan with the latest news first."""
    plans = [_plan(tuple(some)) for _, some in groupby(found, lambda one: one.number)]
    return tuple(sorted(plans, key=lambda plan: plan.letters[-1].position, reverse=True))


def _plan(some: tuple[Letter, ...]) -> PlanNews:
    last = some[-1]
    return PlanNews(last.title, last.number, last.path, last.because, some)
