"""How many initiatives that fit lie in each neighbourhood: the list's own conditions, counted."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, func, select

from wijkstem.domain.steps import Steps
from wijkstem.kit.rows import table_of
from wijkstem.projections.listing import ListedInitiative
from wijkstem.queries.initiative_list import Filters, Kinds, picking

_listed = table_of(ListedInitiative)


def neighbourhood_counts(
    connection: Connection, municipality_id: str, *, collecting: Steps, filters: Filters
) -> dict[str, int]:
    """By code; a neighbourhood without any is not in it."""
    asked = {"here": municipality_id, **filters.values(connection)}
    rows = connection.execute(_statement(filters.kinds, collecting), asked)
    return {row[0]: row[1] for row in rows}


@lru_cache(maxsize=200)
def _statement(kinds: Kinds, collecting: Steps) -> Select[Any]:
    picked, conditions = picking(kinds, public_only=True, collecting=collecting)
    where = _listed.c.neighbourhood_code
    return select(where, func.count()).select_from(picked).where(*conditions).group_by(where)
