"""The neighbourhoods: how much there is of each, and one with its plans, its programme and its gatherings."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from wijkstem.domain.steps import Steps
from wijkstem.kit.rows import table_of
from wijkstem.queries.advice import About, advice_given
from wijkstem.queries.gatherings import Gatherings, gatherings
from wijkstem.queries.initiative_list import Filters, ListedRow, Stage, initiative_list
from wijkstem.queries.neighbourhood_counts import neighbourhood_counts
from wijkstem.queries.paging import Paged
from wijkstem.queries.programme import Item, programme
from wijkstem.tables.gatherings import Gathering
from wijkstem.tables.programme import ProgrammeItem
from wijkstem.words import GatheringState

_gathering = table_of(Gathering)
_item = table_of(ProgrammeItem)

#: Plans of each stage on the page; the list has them all.
MOST = 3
#: Advice on the page; the rest stands with the plans.
MOST_ADVICE = 10


@dataclass(frozen=True)
class Counts:
    """How much there is in each neighbourhood; one without any is not in it."""

    plans: dict[str, int]
    coming: dict[str, int]
    items: dict[str, int]


def neighbourhoods(
    connection: Connection, municipality_id: str, *, collecting: Steps, today: date
) -> Counts:
    """As many statements for a hundred as for one."""
    where, coming = _gathering.c.neighbourhood_code, _gathering.c.held_on >= today
    gathered = (
        select(where, func.count())
        .where(
            _gathering.c.municipality_id == municipality_id,
            where.is_not(None),
            coming,
            _gathering.c.state == GatheringState.ANNOUNCED,
        )
        .group_by(where)
    )
    items = (
        select(_item.c.neighbourhood_code, func.count())
        .where(_item.c.municipality_id == municipality_id)
        .group_by(_item.c.neighbourhood_code)
    )
    return Counts(
        neighbourhood_counts(connection, municipality_id, collecting=collecting, filters=Filters()),
        {row[0]: row[1] for row in connection.execute(gathered)},
        {row[0]: row[1] for row in connection.execute(items)},
    )


@dataclass(frozen=True)
class NeighbourhoodPage:
    """Everything about one."""

    plans: dict[Stage, Paged[ListedRow]]
    programme: tuple[Item, ...]
    gatherings: Gatherings
    #: What its council, or whoever stands in for one, advised.
    advice: Paged[About]


def neighbourhood_page(
    connection: Connection,
    municipality_id: str,
    code: str,
    *,
    collecting: Steps,
    today: date,
    page: int = 1,
) -> NeighbourhoodPage:
    """The newest plans of each stage, what the municipality will do, and where people meet."""
    plans = {
        stage: initiative_list(
            connection,
            municipality_id,
            collecting=collecting,
            filters=Filters(neighbourhood=code, stage=stage),
            per_page=MOST,
        )
        for stage in Stage
    }
    return NeighbourhoodPage(
        plans,
        programme(connection, municipality_id, code),
        gatherings(connection, municipality_id, today=today, neighbourhood=code, page=page),
        advice_given(connection, municipality_id, code, most=MOST_ADVICE),
    )
