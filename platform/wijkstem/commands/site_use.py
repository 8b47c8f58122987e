"""What a process counted of the use of the site is added to the day; what it had not written when it was killed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from wijkstem.domain.permissions import may_operate, require
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.site_use import SiteUse
from wijkstem.words.sources import UseOf

_use = table_of(SiteUse)


@dataclass(frozen=True)
class CountUse:
    """How often what was done since the last time."""

    counts: Mapping[tuple[UseOf, str], int]


def count_use(command: CountUse, work: Work) -> None:
    """No fact about anybody, so no event: figures of a day, that only add up."""
    require(may_operate(work.actor))
    rows = [
        {
            "municipality_id": work.municipality_id,
            "day": work.today,
            "what": what,
            "name": name[:120],
            "count": count,
        }
        for (what, name), count in sorted(command.counts.items())
    ]
    upsert(work.connection, _use, rows, add=["count"])
