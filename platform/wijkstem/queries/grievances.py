"""Complaints, objections and appeals: how many of each kind ended how, and how many of them in time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection

from wijkstem.kit.rows import table_of
from wijkstem.projections.grievances import GrievanceCount
from wijkstem.queries.source_lines import counting
from wijkstem.words.sources import GrievanceKind, GrievanceOutcome

_counts = table_of(GrievanceCount)


@dataclass(frozen=True)
class Settled:
    """Of one outcome: how many, how many of those in time, and of how many that is known."""

    number: int = 0
    in_time: int = 0
    known: int = 0

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(
            self.number + other.number, self.in_time + other.in_time, self.known + other.known
        )

    @property
    def share_in_time(self) -> Decimal | None:
        """In per cent; None where the register does not tell."""
        if not self.known:
            return None
        share = Decimal(100 * self.in_time) / Decimal(self.known)
        return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


#: By kind and outcome.
Outcomes = Mapping[tuple[GrievanceKind, GrievanceOutcome], Settled]


@dataclass(frozen=True)
class Grievances:
    """By the year in which a period ends; a year without a line is a gap and no zero."""

    by_year: Mapping[int, Outcomes]

    @property
    def years(self) -> Sequence[int]:
        return sorted(self.by_year, reverse=True)

    def in_all(self, year: int, kind: GrievanceKind) -> Settled | None:
        """Every outcome of a kind together; None: nothing is known."""
        found = [one for (of, _), one in self.by_year.get(year, {}).items() if of is kind]
        return sum(found, Settled()) if found else None


def grievances(
    connection: Connection, municipality_id: str, *, as_of: date | None = None
) -> Grievances:
    """What counts of every file."""
    slot = (_counts.c.kind, _counts.c.period_from, _counts.c.period_to, _counts.c.outcome)
    years: defaultdict[int, defaultdict[tuple[GrievanceKind, GrievanceOutcome], Settled]]
    years = defaultdict(lambda: defaultdict(Settled))
    for row in connection.execute(counting(_counts, slot, municipality_id, as_of)):
        known = row.number if row.in_time is not None else 0
        one = Settled(row.number, row.in_time or 0, known)
        years[row.period_to.year][row.kind, row.outcome] += one
    return Grievances({year: dict(found) for year, found in years.items()})
