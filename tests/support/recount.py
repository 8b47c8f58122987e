"""Indicators counted again, plainly and slowly, over the rows of the write side: no log, no projection, no formula.

What the rows do not tell any more is left out: who somebody was who is erased.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.support.world import World
from wijkstem.kit.clock import local_date
from wijkstem.tables.advice import NeighbourhoodAdvice
from wijkstem.tables.carrying_out import CarryingOut
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.gatherings import Gathering
from wijkstem.tables.initiatives import Initiative, Signature, TermSuspension
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Appeal, Report
from wijkstem.tables.speaking import Speaker
from wijkstem.words import CarryingOutState, CaseKind, GatheringKind, Stance

#: Of every year that was asked for.
Years = dict[int, Decimal | None]
Row = dict[str, Any]


class Recount:
    """The rows of a municipality, looked at year by year."""

    def __init__(self, world: World) -> None:
        self.plans = world.rows(Initiative)
        self.support = world.rows(Signature)
        self.gatherings = [row for row in world.rows(Gathering) if row["came"] is not None]
        self.evaluations = world.rows(Evaluation)
        self.advice = [row for row in world.rows(NeighbourhoodAdvice) if row["heeded"]]
        self.reports = world.rows(Report)
        self.appeals = world.rows(Appeal)
        self.cases = [r for r in world.rows(Case) if r["kind"] is CaseKind.REPORT]
        self.work = world.rows(CarryingOut)
        self.stood_still = [row for row in world.rows(TermSuspension) if row["back_on"]]
        self.speakers = [row for row in world.rows(Speaker) if row["seat"] is not None]

    def number(self, rows: Iterable[Row], day: str, year: int) -> int:
        return sum(_day(row[day]).year == year for row in rows if row[day] is not None)

    def submitted(self, year: int) -> Decimal:
        return Decimal(self.number(self.plans, "filed_on", year))

    def threshold_reached(self, year: int) -> Decimal:
        return Decimal(self.number(self.plans, "threshold_reached_on", year))

    def valid(self) -> list[Row]:
        return [row for row in self.support if row["valid"] and row["stance"] is Stance.FOR]

    def signatures(self, year: int) -> Decimal:
        return Decimal(self.number(self.valid(), "signed_on", year))

    def share_on_behalf(self, year: int) -> Decimal | None:
        return self.by_channel("on_behalf", year)

    def share_online(self, year: int) -> Decimal | None:
        return self.by_channel("online", year)

    def by_channel(self, channel: str, year: int) -> Decimal | None:
        acts = [row["channel"] for row in self.plans if row["filed_on"].year == year]
        acts += [row["channel"] for row in self.support if row["signed_on"].year == year]
        return share(acts.count(channel), len(acts))

    def people_of(self, year: int) -> set[Any]:
        """Whoever is still somebody."""
        people = {row["submitter_id"] for row in self.plans if row["filed_on"].year == year}
        people |= {row["person_id"] for row in self.support if row["signed_on"].year == year}
        return people - {None}

    def gathering_attendance(self, year: int) -> Decimal:
        return Decimal(sum(row["came"] for row in self.held(year)))

    def gatherings_held(self, year: int) -> Decimal:
        return Decimal(len(self.held(year)))

    def neighbourhoods_reached(self, year: int) -> Decimal:
        return Decimal(len({row["neighbourhood_code"] for row in self.held(year)} - {None, ""}))

    def held(self, year: int) -> list[Row]:
        ours = [r for r in self.gatherings if r["kind"] is not GatheringKind.COUNCIL_GUEST]
        return [row for row in ours if row["held_on"].year == year]

    def council_guests(self, year: int) -> Decimal:
        guests = [r for r in self.gatherings if r["kind"] is GatheringKind.COUNCIL_GUEST]
        return Decimal(sum(row["came"] for row in guests if row["held_on"].year == year))

    def evaluated(self, year: int) -> Decimal | None:
        said = [row["smiley"] for row in self.evaluations if row["given_on"].year == year]
        return share(said.count("green"), len(said))

    def advice_followed(self, year: int) -> Decimal | None:
        said = [row["heeded"] for row in self.advice if row["answered_on"].year == year]
        return share(said.count("followed"), len(said))

    def reports_made(self, year: int) -> Decimal:
        return Decimal(self.number(self.reports, "reported_at", year))

    def appeals_made(self, year: int) -> Decimal:
        return Decimal(self.number(self.appeals, "asked_at", year))

    def moderation_load(self, year: int) -> Decimal:
        return self.reports_made(year) + self.appeals_made(year)

    def reports_upheld(self, year: int) -> Decimal | None:
        ended = [r for r in self.cases if r["closed_at"] and _day(r["closed_at"]).year == year]
        how = [row["closed_as"] for row in ended]
        return share(how.count("hidden"), how.count("hidden") + how.count("left"))

    def euros_granted(self) -> Decimal:
        """Of all years together: when it was first said, the rows do not tell."""
        return Decimal(sum(row["granted_euros"] or 0 for row in self.work))

    def final_costs(self, year: int) -> Decimal:
        return Decimal(sum(row["spent_euros"] or 0 for row in self.finished(year)))

    def carried_out(self, year: int) -> Decimal:
        return Decimal(len(self.finished(year)))

    def finished(self, year: int) -> list[Row]:
        done = [row for row in self.work if row["state"] is CarryingOutState.DONE]
        return [row for row in done if row["closed_on"].year == year]

    def carried_out_share(self, year: int) -> Decimal | None:
        filed = {row["id"] for row in self.plans if row["filed_on"].year == year}
        ours = [row["state"] for row in self.work if row["initiative_id"] in filed]
        return share(ours.count(CarryingOutState.DONE), len(ours))

    def suspended_days(self, year: int) -> Decimal:
        """The days between the question and the answer: neither of these two is lost."""
        ended = [row for row in self.stood_still if row["back_on"].year == year]
        return Decimal(sum(max(0, (r["back_on"] - r["asked_on"]).days - 1) for r in ended))

    def support_by(self, column: str, year: int) -> dict[Any, int]:
        found: defaultdict[Any, int] = defaultdict(int)
        for row in self.valid():
            if row["signed_on"].year == year and row[column] is not None:
                found[row[column]] += 1
        return dict(found)


#: What is counted again, by the formula that it is held against.
RECOUNTED: dict[str, Callable[[Recount, int], Decimal | None]] = {
    "submitted": Recount.submitted,
    "threshold_reached": Recount.threshold_reached,
    "signatures": Recount.signatures,
    "share_online": Recount.share_online,
    "share_on_behalf": Recount.share_on_behalf,
    "gatherings": Recount.gatherings_held,
    "gathering_attendance": Recount.gathering_attendance,
    "neighbourhoods_reached": Recount.neighbourhoods_reached,
    "council_guests": Recount.council_guests,
    "evaluated": Recount.evaluated,
    "advice_followed": Recount.advice_followed,
    "reports": Recount.reports_made,
    "reports_upheld": Recount.reports_upheld,
    "appeals": Recount.appeals_made,
    "moderation_load": Recount.moderation_load,
    "final_costs": Recount.final_costs,
    "carried_out": Recount.carried_out,
    "carried_out_share": Recount.carried_out_share,
    "suspended_days": Recount.suspended_days,
}


def share(part: int, whole: int) -> Decimal | None:
    """One decimal, halves up, without a decimal on the way."""
    if not whole:
        return None
    tenths = int(Fraction(1000 * part, whole) + Fraction(1, 2))
    return Decimal(tenths) / 10


def _day(when: Any) -> date:
    return when if type(when) is date else local_date(when)
