"""Budget rounds of the demo: made, filled and fixed by the officials' own commands, day by day."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path as FilePath

from pydantic import Field

from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.handlers import execute
from wijkstem.commands.round_plans import SettlePlan
from wijkstem.commands.rounds import AnnounceRound, MakeRound
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.domain.making_rounds import AreaForm, PhaseForm, RoundForm
from wijkstem.domain.rounds import BallotRules, RoundRules, Voters
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.queries.rounds import RoundPage, round_page
from wijkstem.services import Services
from wijkstem.tally import presets
from wijkstem.words.rounds import BallotType, PhaseKind, Roll

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
    areas: tuple[tuple[str, int], ...] = Field(min_length=1)
    #: By title: the place of its area, and what it costs.
    plans: dict[str, tuple[int, int]] = {}


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
    told: tuple[Told, ...] = ()
    _numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = told_of(self.slug)

    @property
    def days(self) -> int:
        """How far back it begins."""
        return max((one.made for one in self.told), default=0)

    def play(self, ago: int) -> bool:
        """Everything of a day, so many days ago; whether there was anything."""
        for one in self.told:
            if ago == one.made:
                self._make(one)
            if ago == one.fixed:
                self._fix(one)
        return any(ago in (one.made, one.fixed) for one in self.told)

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
                area, cost = one.plans[plan.title]
                self._do(SettlePlan(plan.initiative_id, area, cost))
        page = self._found(one)
        out = {p.initiative_id: NOT_READY for p in page.plans if p.title not in one.plans}
        self._do(FixBallot(page.round.id, page.round.revision, out))
        it = self._found(one).round
        digest = self._do(AskFreeze(it.id, it.revision))
        self._do(FreezeRound(it.id, digest), by=OTHER)

    def _found(self, one: Told) -> RoundPage:
        with self.services.reading(self.slug) as connection:
            return round_page(connection, self.slug, self._numbers[one.name])

    def _do(self, command: object, *, by: str = ONE) -> str:
        done = execute(self.services, self.slug, command, self.crowd.known[by])
        return str(done)
