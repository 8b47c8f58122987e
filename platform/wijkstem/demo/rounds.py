"""Budget rounds of the demo: made, fixed, voted in, counted and made known by the real commands, day by day."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path as FilePath

from pydantic import Field
from sqlalchemy import select

from wijkstem.commands.board import MakeHead
from wijkstem.commands.counting import ApproveResult
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.handlers import execute
from wijkstem.commands.round_plans import SettlePlan
from wijkstem.commands.rounds import AnnounceRound, MakeRound
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.demo.voting import Hall, Planned
from wijkstem.domain.lots import LOTTO
from wijkstem.domain.making_rounds import AreaForm, PhaseForm, RoundForm
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.publishing import digest_of
from wijkstem.domain.rounds import BallotRules, RoundRules, Voters
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.rows import table_of
from wijkstem.queries.rounds import RoundPage, round_page
from wijkstem.services import Services
from wijkstem.tables.counting import RoundCount
from wijkstem.tally import presets
from wijkstem.words.rounds import BallotType, PhaseKind, Roll

#: Closes and counts what is due in a municipality; `workers.counting.count_votes`, for who may import it.
Count = Callable[[Services, str], object]

_count = table_of(RoundCount)

FILE = FilePath(__file__).with_name("rounds.toml")
#: When a phase begins and ends.
MORNING = time(9, 0)
ONE, OTHER = "ambtenaar-1", "ambtenaar-2"
NOT_READY = "Dit plan is nog niet ver genoeg. Het kan meedoen in een volgende ronde."


class Told(Part):
    """A round, in days ago; below zero: days to come."""

    name: str
    about: str
    made: int
    phases: dict[PhaseKind, tuple[int, int]]
    #: When the ballot and the rules were fixed; None: not yet.
    fixed: int | None = None
    #: When two officials let the result out; None: not yet.
    published: int | None = None
    areas: tuple[tuple[str, int], ...] = Field(min_length=1)
    #: By area: made-up people on the roll, and how many of them vote.
    turnout: tuple[tuple[int, int], ...] = ()
    #: Whether those whom a visitor can be are on the roll, with a letter in the post of the demo.
    letters: bool = False
    #: By title: the place of its area, what it costs, and its votes.
    plans: dict[str, tuple[int, int, int]] = {}

    def votes_in(self, area: int) -> dict[str, int]:
        return {title: votes for title, (at, _, votes) in self.plans.items() if at == area}


def told_of(slug: str) -> tuple[Told, ...]:
    """The rounds of a municipality; most have none."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Told.model_validate(one) for one in data.get(slug, ()))


@dataclass
class Rounds:
    """The rounds of one municipality while they are played."""

    services: Services
    slug: str
    crowd: Crowd
    today: date
    count: Count | None = None
    told: tuple[Told, ...] = ()
    _numbers: dict[str, str] = field(default_factory=dict)
    _planned: dict[str, list[Planned]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = told_of(self.slug)

    @property
    def days(self) -> int:
        """How far back it begins."""
        return max((one.made for one in self.told), default=0)

    @property
    def titles(self) -> frozenset[str]:
        """Plans whose fate is decided here."""
        return frozenset(title for one in self.told for title in one.plans)

    def play(self, ago: int) -> bool:
        """Everything of a day, so many days ago; whether there was anything."""
        played = [self._play(one, ago) for one in self.told]
        return any(played)

    def _play(self, one: Told, ago: int) -> bool:
        opens, closes = one.phases[PhaseKind.VOTE]
        if ago == one.made:
            self._make(one)
        elif ago == one.fixed:
            self._fix(one)
        elif one.fixed is not None and closes < ago <= opens:
            self._vote(one, opens - ago, opens - closes)
        elif one.fixed is not None and ago == closes and self.count:
            self.count(self.services, self.slug)
        elif ago == one.published and self.count:
            self._publish(one)
        else:
            return False
        return True

    def _make(self, one: Told) -> None:
        self._numbers[one.name] = self._do(MakeRound(self._form(one)))
        it = self._found(one).round
        self._do(AnnounceRound(it.id, it.revision))

    def _form(self, one: Told) -> RoundForm:
        day = self.today - timedelta(days=one.phases[PhaseKind.VOTE][0])
        rules = RoundRules(
            Voters(16, day, Roll.OPEN),
            BallotRules(BallotType.APPROVAL, 1, 3),
            presets.greedy(),
            ("04:00",),
            LOTTO,
        )
        areas = tuple(AreaForm(name, budget) for name, budget in one.areas)
        phases = tuple(
            PhaseForm(kind, self._moment(start), self._moment(end))
            for kind, (start, end) in one.phases.items()
        )
        return RoundForm(one.name, one.about, "wijkbudget", rules, areas, phases)

    def _moment(self, ago: int) -> datetime:
        return datetime.combine(self.today - timedelta(days=ago), MORNING, AMSTERDAM)

    def _fix(self, one: Told) -> None:
        """Costs, the ballot, and two officials who look at it."""
        for plan in self._found(one).plans:
            if plan.title in one.plans:
                area, cost, _ = one.plans[plan.title]
                self._do(SettlePlan(plan.initiative_id, area, cost))
        page = self._found(one)
        out = {p.initiative_id: NOT_READY for p in page.plans if p.title not in one.plans}
        self._do(FixBallot(page.round.id, page.round.revision, out))
        it = self._found(one).round
        codes = Hall(self.services, self.slug, self.crowd).enrol(
            self._found(one), one.turnout, letters=one.letters, by=self.crowd.known[ONE]
        )
        self._planned[one.name] = [
            Planned(codes[area.id], one.votes_in(area.seq)) for area in page.areas
        ]
        digest = self._do(AskFreeze(it.id, it.revision))
        self._do(FreezeRound(it.id, digest), by=OTHER)

    def _vote(self, one: Told, day: int, days: int) -> None:
        """The voters of one day out of so many; before them the head of the night."""
        page, hall = self._found(one), Hall(self.services, self.slug, self.crowd)
        execute(self.services, self.slug, MakeHead(page.round.id), SYSTEM)
        for area in self._planned[one.name]:
            for code, titles in list(zip(area.codes, area.ballots(), strict=True))[day::days]:
                hall.vote(page, code, titles)

    def _publish(self, one: Told) -> None:
        """Two officials look at what was counted."""
        round_id = self._found(one).round.id
        of_round = _count.c.municipality_id == self.slug, _count.c.round_id == round_id
        with self.services.reading(self.slug) as connection:
            digest = digest_of(connection.execute(select(_count).where(*of_round)).all())
        self._do(ApproveResult(round_id, digest))
        self._do(ApproveResult(round_id, digest), by=OTHER)

    def _found(self, one: Told) -> RoundPage:
        with self.services.reading(self.slug) as connection:
            return round_page(connection, self.slug, self._numbers[one.name])

    def _do(self, command: object, *, by: str = ONE) -> str:
        done = execute(self.services, self.slug, command, self.crowd.known[by])
        return str(done)
