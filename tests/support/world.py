"""A running platform in a test: real database, real handlers, fakes at the edges, time that stands still."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Table, select

from wijkstem.adapters.files import MemoryFiles, key_of
from wijkstem.adapters.mail import FakeMailer
from wijkstem.adapters.wake import FakeWake
from wijkstem.bootstrap import bootstrap, publish_rules, reactions
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.films import AddFilm, TellFilm
from wijkstem.commands.handlers import execute
from wijkstem.commands.initiatives import SubmitInitiative, Submitted, TakeStep
from wijkstem.commands.media import AddPhoto, AnnounceFiles, File
from wijkstem.commands.spoken import AddRecording
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.eventlog import log
from wijkstem.eventlog.follow import follow
from wijkstem.events.base import Event, Recorded
from wijkstem.kit.clock import FixedClock
from wijkstem.kit.ids import new_id
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.rules.registry import RuleBook
from wijkstem.services import Services
from wijkstem.settings import Settings
from wijkstem.words import Role

#: A Monday morning; terms of whole weeks end on a Monday.
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TAG_KEY = "a-key-for-tests-that-opens-nothing-at-all"
HERE = "testdorp"
ADULT = date(1980, 5, 17)


def settings_for(database_url: str, **values: Any) -> Settings:
    """Settings for a test; nothing is read from the environment that matters."""
    return Settings(database_url=database_url, tag_key=SecretStr(TAG_KEY), **values)


@dataclass
class World:
    """One platform with its clock and its post."""

    services: Services
    clock: FixedClock
    mailer: FakeMailer
    wake: FakeWake
    _known: dict[tuple[str, str], Actor] = field(default_factory=dict)

    @classmethod
    def around(cls, services: Services) -> Self:
        """A platform that runs by itself: the machine's clock, its own post and its own workers."""
        return cls(services, FixedClock(services.clock.now()), FakeMailer(), FakeWake())

    def execute(self, command: object, actor: Actor = SYSTEM, *, where: str = HERE) -> Any:
        """Carry out a command as ``actor``."""
        return execute(self.services, where, command, actor)

    def person(
        self,
        name: str,
        *roles: Role,
        where: str = HERE,
        born: date | None = ADULT,
        lives: str | None = "WK990100",
        council_of: str = "WK990100",
    ) -> Actor:
        """Somebody by name, logged in; the same name is the same person."""
        roles = roles or (Role.RESIDENT,)
        grants = frozenset(
            (role, council_of if role is Role.NEIGHBOURHOOD_COUNCIL else "") for role in roles
        )
        identity = Identity(
            subject=f"test:{name}",
            display_name=name,
            email=f"{name}@example.test",
            birth_date=born,
            neighbourhood_code=lives,
            roles=grants,
        )
        logged_in: LoggedIn = self.execute(LogIn(identity), where=where)
        councils = (
            frozenset({council_of}) if Role.NEIGHBOURHOOD_COUNCIL in roles else frozenset[str]()
        )
        actor = Actor(logged_in.person_id, frozenset(roles), councils)
        self._known[where, name] = actor
        return actor

    @property
    def official(self) -> Actor:
        return self._known.get((HERE, "official")) or self.person("official", Role.OFFICIAL)

    @property
    def clerk(self) -> Actor:
        return self._known.get((HERE, "clerk")) or self.person("clerk", Role.CLERK)

    def submit(
        self, actor: Actor | None = None, *, instrument: str = "burgerinitiatief", **values: Any
    ) -> Submitted:
        """File an initiative with sensible answers."""
        texts = {
            "decision": "Plant tien bomen in de straat.",
            "proposal": "Plant tien bomen in de straat.",
        }
        command = SubmitInitiative(
            instrument,
            values.get("title", "Meer bomen in de straat"),
            values.get("neighbourhood_code", "WK990100"),
            values.get("texts", texts),
            subject=values.get("subject", "green"),
        )
        submitted: Submitted = self.execute(command, actor or self.person("submitter"))
        return submitted

    def open(self, actor: Actor | None = None, *, instrument: str = "burgerinitiatief") -> UUID:
        """File an initiative and admit it: residents can support it now."""
        submitted = self.submit(actor, instrument=instrument)
        self.execute(TakeStep(submitted.initiative_id, 1, "admit"), self.official)
        return submitted.initiative_id

    def add_photo(self, draft_id: UUID, who: Actor, description: str = "Een veldje") -> UUID:
        """A photo for a draft, with files that hold something."""
        photo_id, files = new_id(), self.services.files
        assert files is not None
        keys = [key_of(HERE, photo_id, size, "webp") for size in (b"large", b"small")]
        self.execute(AnnounceFiles(keys), who)
        for key in keys:
            files.put(key, b"a photo")
        large, small = (File(key, 10, 10) for key in keys)
        self.execute(AddPhoto(draft_id, photo_id, large, small, description), who)
        return photo_id

    def add_film(self, draft_id: UUID, who: Actor, transcript: str = "Een veldje") -> UUID:
        """A film for a draft, with words and a file that holds something."""
        film_id, key = self._filed(who, "mp4")
        self.execute(AddFilm(draft_id, film_id, key, 16, 9, 3), who)
        self.execute(TellFilm(draft_id, transcript, "WEBVTT\n\n00:00.000 --> 00:01.000\nHoi"), who)
        return film_id

    def add_recording(self, draft_id: UUID, who: Actor) -> UUID:
        """A recording for a draft, with a file that holds something."""
        recording_id, key = self._filed(who, "m4a")
        self.execute(AddRecording(draft_id, recording_id, key, 3), who)
        return recording_id

    def _filed(self, who: Actor, ending: str) -> tuple[UUID, str]:
        owner, files = new_id(), self.services.files
        assert files is not None
        key = key_of(HERE, owner, b"something", ending)
        self.execute(AnnounceFiles([key]), who)
        files.put(key, b"something")
        return owner, key

    def settle(self, *, where: str = HERE) -> int:
        """Let every consumer follow the log until nothing is new; gives how many events were folded."""
        total = 0
        while folded := self._follow(where):
            total += folded
        return total

    def _follow(self, where: str) -> int:
        projections = self.services.projection_desk(where)
        reacting = self.services.reaction_desk(where)
        folded = sum(follow(consumer, where, projections) for consumer in PROJECTIONS)
        return folded + sum(
            follow(consumer, where, reacting) for consumer in reactions(self.services)
        )

    def recorded(self, *, where: str = HERE) -> list[Recorded]:
        """The whole log of a municipality."""
        with self.services.reading(where) as connection:
            return log.read(connection, where, after=0, limit=100_000)

    def events(self, kind: type[Event], *, where: str = HERE) -> list[Any]:
        """The events of one kind, in order."""
        return [
            recorded.event
            for recorded in self.recorded(where=where)
            if isinstance(recorded.event, kind)
        ]

    def rows(self, table: Any, *, where: str = HERE, **values: Any) -> list[dict[str, Any]]:
        """The rows of a table in a municipality, ordered by key."""
        columns: Table = table.__table__
        found = (
            select(columns).where(columns.c.municipality_id == where).order_by(*columns.primary_key)
        )
        for name, value in values.items():
            found = found.where(columns.c[name] == value)
        with self.services.reading(where) as connection:
            return [dict(row._mapping) for row in connection.execute(found)]

    def pass_days(self, days: int) -> None:
        """Let time go by."""
        self.clock.at += timedelta(days=days)


def make_world(database_url: str, rules: RuleBook, **values: Any) -> World:
    """A platform on the database at ``database_url`` with the rules published."""
    clock, mailer, wake = FixedClock(START), FakeMailer(), FakeWake()
    services = bootstrap(
        settings_for(database_url, redis_url="redis://127.0.0.1:1/0", **values),
        clock=clock,
        mailer=mailer,
        wake=wake,
        rules=rules,
        files=MemoryFiles(),
    )
    publish_rules(services)
    return World(services, clock, mailer, wake)
