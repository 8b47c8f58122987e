"""Fills the demo: plays every story through the real commands, day by day, with a clock that comes from the past.

What the platform does by itself happens here as it does in life: every day terms that are over are passed, and
every consumer follows the log, so thresholds, agenda requests, terms and messages arise and are not made up.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from wijkstem.adapters.wake import Task
from wijkstem.bootstrap import reactions
from wijkstem.commands.answering import LookAtAdvice
from wijkstem.commands.deliveries import CloseDeliveries
from wijkstem.commands.gatherings import RemindOfGathering
from wijkstem.commands.handlers import carry_out, execute
from wijkstem.commands.initiatives import Submitted
from wijkstem.commands.terms import PassTerm
from wijkstem.demo.advice import CouncilPlay
from wijkstem.demo.crowd import Crowd, gather
from wijkstem.demo.dossiers import DossierPlay
from wijkstem.demo.draws import DrawPlay
from wijkstem.demo.figures import bring_figures
from wijkstem.demo.means import Due, MeansPlay
from wijkstem.demo.meetings import make_calendar
from wijkstem.demo.merging import propose_one
from wijkstem.demo.neighbours import Neighbours
from wijkstem.demo.partnerships import PartnershipPlay
from wijkstem.demo.pictures import with_photo
from wijkstem.demo.play import Play, Standing, course_in
from wijkstem.demo.proposals import ProposalPlay
from wijkstem.demo.reports import report_some
from wijkstem.demo.rounds import Count, Rounds
from wijkstem.demo.stories import Texts, texts_of
from wijkstem.demo.work import WorkPlay
from wijkstem.demo.year import YearPlay
from wijkstem.demo.year_report import report_last_year
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import BadConfiguration
from wijkstem.eventlog.follow import follow
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.kit.clock import AMSTERDAM, FixedClock, local_date
from wijkstem.kit.rows import table_of
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.queries.sweep import advice_to_look_at, near_gatherings, passed_terms
from wijkstem.services import Services
from wijkstem.tables.engine import Delivery, DeliveryState
from wijkstem.tables.initiatives import Initiative

#: Sends what is due in a municipality; `workers.deliveries.deliver` with its pages, for who may import it.
Deliver = Callable[[Services, str], object]

#: When people do things in the past.
HOUR = time(10, 0, tzinfo=AMSTERDAM)
#: Days between everybody's first visit and the first plan.
BEFORE = 3

_initiative = table_of(Initiative)
_delivery = table_of(Delivery)


class NobodyToWake:
    """Stands in for the call to the workers: while the demo is filled, this module follows the log itself."""

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        """Nobody listens."""

    def clear(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        """Nothing was rung."""

    def waiting(self) -> int:
        return 0


def fill(
    services: Services,
    slug: str,
    *,
    deliver: Deliver | None = None,
    count: Count | None = None,
    compute: Due | None = None,
) -> None:
    """Fill a municipality; one that was filled is left as it is.

    Without ``deliver`` messages keep waiting, without ``count`` so does a vote that is over, and without ``compute``
    what comes of a dialogue.

    Raises:
        BadConfiguration: an earlier filling was broken off, and half a demo would puzzle everybody.
    """
    texts = texts_of(slug)
    filled = _initiatives(services, slug)
    if filled >= len(texts.stories):
        return
    if filled:
        raise BadConfiguration(
            f"{slug}: an earlier start was broken off while the demo was being filled; "
            "remove its data and start again"
        )
    _Filling(services, slug, texts, deliver, count, compute).run()


def _initiatives(services: Services, slug: str) -> int:
    counted = select(func.count()).where(_initiative.c.municipality_id == slug)
    with services.reading(slug) as connection:
        return connection.execute(counted).scalar_one()


class _Filling:
    """The filling of one municipality."""

    def __init__(
        self,
        services: Services,
        slug: str,
        texts: Texts,
        deliver: Deliver | None,
        count: Count | None,
        compute: Due | None,
    ) -> None:
        self.now = services.clock.now()
        self.today = local_date(self.now)
        self.clock = FixedClock(self.now)
        self.services = replace(services, clock=self.clock, wake=NobodyToWake())
        self.slug, self.deliver = slug, deliver
        self.days = max(story.filed for story in texts.stories) + BEFORE
        self.clock.at = self._moment(self.days)
        rules = services.rules.of(slug).on(self.today)
        neighbours = Neighbours(self.services, slug, Crowd({}, ()), self.today)
        rounds = Rounds(self.services, slug, Crowd({}, ()), self.today, count)
        means = MeansPlay(self.services, slug, self.today, Crowd({}, ()), count, compute)
        self.days = max(self.days, *(it.days + BEFORE for it in (neighbours, rounds, means)))
        self.clock.at = self._moment(self.days)
        many = max(texts.most_supporters(rules), means.most_people)
        self.crowd = neighbours.crowd = means.crowd = gather(self.services, slug, many)
        self.council = CouncilPlay(self.services, slug, self.crowd)
        self.draws = DrawPlay(self.services, slug, self.crowd)
        sittings = make_calendar(
            self.services, slug, self.crowd.known["griffie-1"], self.today, texts.agenda
        )
        self.plays = [
            Play(
                turn,
                story,
                course_in(rules, story),
                self.crowd,
                sittings,
                texts.said,
                in_round=story.title in rounds.titles,
            )
            for turn, story in enumerate(texts.stories)
        ]
        rounds.crowd = self.crowd
        self.neighbours, self.rounds, self.means = neighbours, rounds, means

    def run(self) -> None:
        """Play every day until now; the projections, which know no clock, follow when all is played."""
        for ago in range(self.days, -1, -1):
            self.clock.at = self._moment(ago)
            # Whatever the platform answers to is answered on the day itself.
            calls_for_answer = [self._pass_terms(), self.rounds.play(ago)]
            calls_for_answer += [self._file(ago), self.neighbours.play(ago)]
            calls_for_answer.append(self._remind())
            standing = self._standing()
            calls_for_answer += [self._support(standing), self._take_steps(standing)]
            calls_for_answer.append(self.council.day(ago, self._day))
            calls_for_answer.append(self.means.play(ago))
            calls_for_answer.append(self.draws.play(ago))
            if any(calls_for_answer):
                self._answer()
        YearPlay(self.services, self.slug, self.crowd).play()
        WorkPlay(self.services, self.slug, self.crowd).play()
        DossierPlay(self.services, self.slug, self.crowd).play()
        PartnershipPlay(self.services, self.slug, self.crowd).play()
        ProposalPlay(self.services, self.slug, self.crowd).play()
        bring_figures(self.services, self.slug, self.crowd, self.today)
        report_some(self.services, self.slug, self.crowd)
        propose_one(self.services, self.slug, self.crowd)
        self._answer()
        self._fold()
        report_last_year(self.services, self.slug, self.crowd)
        self._answer()
        self._fold()

    def _fold(self) -> None:
        desk = self.services.projection_desk(self.slug)
        while any(follow(consumer, self.slug, desk) for consumer in PROJECTIONS):
            pass

    def _moment(self, ago: int) -> datetime:
        if ago == 0:
            return self.now
        return datetime.combine(self.today - timedelta(days=ago), HOUR)

    @property
    def _day(self) -> date:
        return local_date(self.clock.at)

    def _pass_terms(self) -> bool:
        with self.services.reading(self.slug) as connection:
            over = passed_terms(connection, self.slug, self._day)
            looked = advice_to_look_at(connection, self.slug, self._day)
        for term in over:
            execute(self.services, self.slug, PassTerm(term.initiative_id, term.step_seq), SYSTEM)
        for advice_id in looked:
            execute(self.services, self.slug, LookAtAdvice(advice_id), SYSTEM)
        return bool(over or looked)

    def _remind(self) -> bool:
        with self.services.reading(self.slug) as connection:
            near = near_gatherings(connection, self.slug, self.clock.at)
        for gathering_id in near:
            execute(self.services, self.slug, RemindOfGathering(gathering_id), SYSTEM)
        return bool(near)

    def _file(self, ago: int) -> bool:
        filed = [play for play in self.plays if play.story.filed == ago]
        for play in filed:
            command = with_photo(self.services, self.slug, play)
            submitted: Submitted = execute(self.services, self.slug, command, play.submitter)
            play.initiative_id = submitted.initiative_id
        return bool(filed)

    def _support(self, standing: Sequence[tuple[Play, Standing]]) -> bool:
        """All support of a day shares one transaction; whether a threshold was reached with it."""
        given = [g for play, at in standing for g in play.support(at, self._day)]
        if not given:
            return False
        with self.services.unit_of_work(self.slug) as uow:
            for command, actor in given:
                carry_out(command, self.services.work(uow, actor))
            return any(isinstance(event, ThresholdReached) for event in uow.events)

    def _take_steps(self, standing: Sequence[tuple[Play, Standing]]) -> bool:
        steps = [play.step(at, self._day, self.today) for play, at in standing]
        taken = [step for step in steps if step is not None]
        for command, actor in taken:
            execute(self.services, self.slug, command, actor)
        return bool(taken)

    def _standing(self) -> list[tuple[Play, Standing]]:
        found = select(
            _initiative.c.id, _initiative.c.step, _initiative.c.step_seq, _initiative.c.step_since
        ).where(_initiative.c.municipality_id == self.slug, _initiative.c.closed_on.is_(None))
        with self.services.reading(self.slug) as connection:
            rows = {id_: Standing(*at) for id_, *at in connection.execute(found)}
        return [
            (play, rows[play.initiative_id]) for play in self.plays if play.initiative_id in rows
        ]

    def _answer(self) -> None:
        """The reactions follow the log until nothing is new; then the post goes out."""
        desk = self.services.reaction_desk(self.slug)
        while any(follow(consumer, self.slug, desk) for consumer in reactions(self.services)):
            pass
        self._spare_the_many()
        if self.deliver:
            self.deliver(self.services, self.slug)

    def _spare_the_many(self) -> None:
        """Nobody can read the post of people without an address, so it is not written."""
        found = select(_delivery.c.id).where(
            _delivery.c.municipality_id == self.slug,
            _delivery.c.state == DeliveryState.WAITING,
            _delivery.c.recipient_id.in_(self.crowd.nameless),
        )
        with self.services.reading(self.slug) as connection:
            ids = tuple(connection.execute(found).scalars())
        if ids:
            execute(self.services, self.slug, CloseDeliveries(pointless=ids), SYSTEM)
