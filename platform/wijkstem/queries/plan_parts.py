"""What a plan can have besides itself. Most plans have few of these: one look says which, and only those are read."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, bindparam, exists, or_, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.advice import advice_on
from wijkstem.queries.carrying_out import work_of
from wijkstem.queries.decisions import Votes, votes_on
from wijkstem.queries.evaluations import evaluation
from wijkstem.queries.films import film_of_plan
from wijkstem.queries.gatherings import gatherings_about
from wijkstem.queries.media import photos_of_plan
from wijkstem.queries.merging import merges_of
from wijkstem.queries.promises import promises_on
from wijkstem.queries.year_agenda import subjects_of_plan
from wijkstem.tables.advice import NeighbourhoodAdvice
from wijkstem.tables.carrying_out import CarryingOut
from wijkstem.tables.decisions import CouncilVote
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.gatherings import GatheringPlan
from wijkstem.tables.media import Film, Photo
from wijkstem.tables.merging import PlanMerge
from wijkstem.tables.promises import Promise
from wijkstem.tables.year_agenda import SubjectPlan

Read = Callable[[Connection, str, UUID], Any]


def _votes(connection: Connection, municipality_id: str, initiative_id: UUID) -> dict[int, Votes]:
    found = votes_on(connection, municipality_id, [initiative_id])
    return {step: votes for (_, step), votes in found.items()}


#: By its name on `InitiativePage`: how it is read, and where a row says that there is one.
PARTS: Final[Mapping[str, tuple[Read, tuple[Column[Any], ...]]]] = {
    "photos": (photos_of_plan, (table_of(Photo).c.initiative_id,)),
    "film": (film_of_plan, (table_of(Film).c.initiative_id,)),
    "gatherings": (gatherings_about, (table_of(GatheringPlan).c.initiative_id,)),
    "votes": (_votes, (table_of(CouncilVote).c.initiative_id,)),
    "evaluation": (evaluation, (table_of(Evaluation).c.initiative_id,)),
    "promises": (promises_on, (table_of(Promise).c.initiative_id,)),
    "subjects": (subjects_of_plan, (table_of(SubjectPlan).c.initiative_id,)),
    "advices": (advice_on, (table_of(NeighbourhoodAdvice).c.initiative_id,)),
    "work": (work_of, (table_of(CarryingOut).c.initiative_id,)),
    "merges": (merges_of, (table_of(PlanMerge).c.initiative_id, table_of(PlanMerge).c.into_id)),
}


def parts_of(connection: Connection, municipality_id: str, initiative_id: UUID) -> dict[str, Any]:
    """By their names on `InitiativePage`, what there is; what is not named is not there."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    there = connection.execute(_THERE, asked).mappings().one()
    return {
        name: read(connection, municipality_id, initiative_id)
        for name, (read, _) in PARTS.items()
        if there[name]
    }


# Built once, because building it costs more than asking it.
_THERE = select(
    *(
        or_(
            *(
                exists().where(
                    column.table.c.municipality_id == bindparam("here"),
                    column == bindparam("initiative"),
                )
                for column in columns
            )
        ).label(name)
        for name, (_, columns) in PARTS.items()
    )
)
