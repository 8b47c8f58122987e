"""Services: everything that commands, workers and pages need, built once by `bootstrap`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from wijkstem.adapters.archive import Archive
from wijkstem.adapters.files import Files
from wijkstem.adapters.hooks import Hooks, HttpHooks
from wijkstem.adapters.mail import Mailer
from wijkstem.adapters.oidc.providers import Providers
from wijkstem.adapters.outgoing import Reader
from wijkstem.adapters.wake import Wake
from wijkstem.domain.people import Actor
from wijkstem.eventlog.follow import Desk
from wijkstem.eventlog.group import Groups
from wijkstem.eventlog.unit_of_work import UnitOfWork, unit_of_work
from wijkstem.events.base import Event
from wijkstem.kit.clock import Clock
from wijkstem.kit.db import reading
from wijkstem.kit.scope import EVERY_MUNICIPALITY
from wijkstem.kit.tags import TagKeys
from wijkstem.rules.registry import MunicipalityRules, RuleBook
from wijkstem.settings import Settings


@dataclass(frozen=True)
class Services:
    """The parts of a running platform."""

    settings: Settings
    engine: Engine
    clock: Clock
    rules: RuleBook
    wake: Wake
    mailer: Mailer
    providers: Providers = field(default_factory=Providers)
    hooks: Hooks = field(default_factory=HttpHooks)
    reader: Reader = field(default_factory=Reader)
    #: None: no folder was set, and photos are not asked for.
    files: Files | None = None

    def unit_of_work(
        self, municipality_id: str, *, correlation_id: UUID | None = None
    ) -> AbstractContextManager[UnitOfWork]:
        """A transaction in one municipality; commits when the block ends well."""
        return unit_of_work(
            self.engine,
            municipality_id,
            now=self.clock.now(),
            wake=self.wake.ring,
            correlation_id=correlation_id,
            ask=self.clock.now_by,
        )

    @cached_property
    def groups(self) -> Groups:
        """Where commands wait for each other to be committed together."""
        return Groups(self.engine, self.wake.ring)

    def reading(self, municipality_id: str) -> AbstractContextManager[Connection]:
        """A connection for queries: one moment, one municipality."""
        return reading(self.engine, municipality=municipality_id)

    def reading_everywhere(self) -> AbstractContextManager[Connection]:
        """The same over all municipalities: for the clock and the operator, who say so by calling this."""
        return reading(self.engine, municipality=EVERY_MUNICIPALITY)

    @cached_property
    def archive(self) -> Archive:
        """The store of what is kept for good, apart from the database."""
        return Archive.at(self.settings.archive_url.get_secret_value(), self.settings.database_url)

    @contextmanager
    def connection(self, municipality_id: str) -> Iterator[Connection]:
        """A transaction for a projection, or for an operator's change to the engine's own tables."""
        opened = self.engine.connect().execution_options(municipality=municipality_id)
        with opened as connection, connection.begin():
            yield connection

    def work(self, uow: UnitOfWork, actor: Actor) -> "Work":
        """What a handler works with."""
        return Work(uow, actor, self.rules.of(uow.municipality_id), self.tag_keys)

    def projection_desk(self, municipality_id: str) -> Desk[Connection]:
        """Where a projection folds."""
        return Desk(
            lambda: self.connection(municipality_id), lambda connection: connection, self.clock.now
        )

    def reaction_desk(self, municipality_id: str) -> Desk[UnitOfWork]:
        """Where a reaction follows up."""
        return Desk(
            lambda: self.unit_of_work(municipality_id), lambda uow: uow.connection, self.clock.now
        )

    @cached_property
    def tag_keys(self) -> TagKeys:
        """The keys of this installation, the current one among them."""
        settings = self.settings
        keys = {settings.tag_key_id: settings.tag_key, **settings.other_tag_keys}
        return TagKeys(
            settings.tag_key_id,
            {name: key.get_secret_value().encode() for name, key in keys.items()},
        )


@dataclass(frozen=True)
class Work:
    """One command at work: the transaction, who asked, and the municipality's rules."""

    uow: UnitOfWork
    actor: Actor
    rules: MunicipalityRules
    tag_keys: TagKeys

    @property
    def connection(self) -> Connection:
        return self.uow.connection

    @property
    def session(self) -> Session:
        return self.uow.session

    @property
    def municipality_id(self) -> str:
        return self.uow.municipality_id

    @property
    def now(self) -> datetime:
        return self.uow.now

    @property
    def today(self) -> date:
        return self.uow.today

    def database_now(self) -> datetime:
        """The time by the database's clock at this very moment: what a phase's limits are held against."""
        return self.uow.database_now()

    def record(self, *events: Event) -> None:
        """Remember what happened; it goes to the log at the commit."""
        self.uow.record(*events)

    def tag(self, *parts: str, key_id: str | None = None) -> str:
        """A tag that only this installation can make, different in every municipality; under the current key or another."""
        return self.tag_keys.one(key_id or self.tag_keys.current, self.municipality_id, *parts)
