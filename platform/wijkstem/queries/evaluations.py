"""What people who took part thought of how a plan went: for everybody only when there are enough answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, func, select

from wijkstem.domain.evaluations import FEWEST
from wijkstem.kit.rows import table_of
from wijkstem.tables.evaluations import Evaluation
from wijkstem.words import Smiley

_evaluation = table_of(Evaluation)
_COUNTS = (
    select(_evaluation.c.smiley, func.count().label("number"))
    .where(
        _evaluation.c.municipality_id == bindparam("here"),
        _evaluation.c.initiative_id == bindparam("initiative", type_=Uuid()),
    )
    .group_by(_evaluation.c.smiley)
)


def evaluation(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> Mapping[Smiley, int]:
    """How often each face was chosen; nothing at all with so few answers that somebody could be known by theirs."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    rows = connection.execute(_COUNTS, asked).all()
    counted = {row.smiley: row.number for row in rows}
    if sum(counted.values()) < FEWEST:
        return {}
    return {smiley: counted.get(smiley, 0) for smiley in Smiley}


@dataclass(frozen=True)
class Said:
    """What somebody wrote, for officials; not who."""

    smiley: Smiley
    words: str
    given_on: date


def evaluation_words(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[Said, ...]:
    """What was written with the answers, the newest first."""
    found = (
        select(_evaluation.c.smiley, _evaluation.c.words, _evaluation.c.given_on)
        .where(
            _evaluation.c.municipality_id == municipality_id,
            _evaluation.c.initiative_id == initiative_id,
            _evaluation.c.words != "",
        )
        .order_by(_evaluation.c.given_on.desc(), _evaluation.c.id)
    )
    return tuple(Said(*row) for row in connection.execute(found))
