"""The figures behind the indicators, as whole numbers that only ever add up.

A figure is a count or a sum of days of one measure on one month, neighbourhood, instrument and channel.
Shares and medians are worked out when asked, so that a rebuild gives the same digits.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.base import Recorded
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators import remembering
from wijkstem.projections.indicators.count import Count
from wijkstem.projections.indicators.measures import counted
from wijkstem.projections.indicators.people import People
from wijkstem.projections.indicators.remembering import Memory
from wijkstem.projections.indicators.tables import Figure as Figure
from wijkstem.projections.indicators.tables import FigureChange as FigureChange
from wijkstem.projections.indicators.tables import Participation, Remembered

_figure = table_of(Figure)
_change = table_of(FigureChange)

#: Of one municipality: by day what was added to which figures.
_Days = defaultdict[date, Counter[Count]]


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Add a batch's counts; each figure is written once a batch."""
    towns: defaultdict[str, list[Recorded]] = defaultdict(list)
    for recorded in events:
        towns[recorded.municipality_id].append(recorded)
    for municipality_id, its_own in towns.items():
        _fold(connection, municipality_id, its_own)


def _fold(connection: Connection, municipality_id: str, events: Sequence[Recorded]) -> None:
    days: _Days = defaultdict(Counter)
    memory = Memory.of(connection, municipality_id, events)
    people = People(connection, municipality_id, events)
    for recorded in events:
        day = days[local_date(recorded.occurred_at)]
        for count, number in (
            *counted(recorded.event),
            *remembering.counted(recorded, memory),
            *people.counted(recorded.event),
        ):
            day[count] += number
    memory.save(connection, municipality_id)
    people.save(connection, municipality_id)
    _write(connection, municipality_id, days)


def _write(connection: Connection, municipality_id: str, days: _Days) -> None:
    here = {"municipality_id": municipality_id}
    now: Counter[Count] = Counter()
    changes = []
    for day, counts in sorted(days.items()):
        for count, number in sorted(counts.items()):
            now[count] += number
            changes.append(here | count._asdict() | {"recorded_on": day, "count": number})
    figures = [here | count._asdict() | {"count": number} for count, number in sorted(now.items())]
    upsert(connection, _figure, figures, add=["count"])
    upsert(connection, _change, changes, add=["count"])


#: 3: each figure is also kept day by day. 4: people once a year, and what became of the plans of a month.
#: 5: means that were opened, and what came of them.
INDICATORS: Consumer[Connection] = Consumer(
    "indicators",
    fold,
    (_figure, _change, table_of(Participation), table_of(Remembered)),
    version=5,
)
