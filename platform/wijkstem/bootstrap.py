"""Builds Services once; app, workers, command line and tests all call it, tests with fakes."""

from uuid import UUID

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from redis import Redis
from sqlalchemy import Engine

from wijkstem.adapters.files import Files, FolderFiles, open_folder
from wijkstem.adapters.mail import Mailer, PostboxMailer, SmtpMailer
from wijkstem.adapters.oidc.providers import Providers
from wijkstem.adapters.oidc.setup import load_setups
from wijkstem.adapters.wake import BrokerWake, LocalMarks, PacedWake, RedisMarks, Wake
from wijkstem.commands.handlers import execute
from wijkstem.commands.municipalities import PublishRules
from wijkstem.commands.searching import RebuildSearch
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import BadConfiguration
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.kit.clock import Clock, SharedClock, SystemClock
from wijkstem.kit.db import database_time, make_engine
from wijkstem.kit.metrics import measure_commits
from wijkstem.kit.scope import guard
from wijkstem.queries.engine import PROJECTION_NAMES
from wijkstem.queries.formulas import FORMULAS
from wijkstem.reactions.board import board_heads
from wijkstem.reactions.discussions import discussions
from wijkstem.reactions.handover import handover
from wijkstem.reactions.messages import messages
from wijkstem.reactions.paths import paths
from wijkstem.rules.registry import RuleBook, load
from wijkstem.services import Services
from wijkstem.settings import Settings
from wijkstem.words import Role

#: Redis answers within this many seconds or counts as away: a request never waits longer for a wake.
REDIS_TIMEOUT = 2.0


def bootstrap(
    settings: Settings,
    *,
    clock: Clock | None = None,
    mailer: Mailer | None = None,
    wake: Wake | None = None,
    engine: Engine | None = None,
    rules: RuleBook | None = None,
    files: Files | None = None,
) -> Services:
    """Build the platform's parts from the settings; what is given takes the place of the real part.

    Raises:
        BadConfiguration: when rules name something that does not exist.
    """
    rules = rules or load(settings.rules_dir)
    check_formulas(rules)
    engine = engine or make_engine(settings.database_url, pool_size=settings.pool_size)
    guard(engine)
    measure_commits(engine)
    return Services(
        settings=settings,
        engine=engine,
        clock=clock or make_clock(engine),
        rules=rules,
        wake=wake or make_wake(settings),
        mailer=mailer or make_mailer(settings, engine),
        providers=make_providers(settings, rules),
        files=files or make_files(settings),
    )


def make_clock(engine: Engine) -> Clock:
    """The machine's clock for one process; the database's for those that share one."""
    if engine.dialect.name == "sqlite":
        return SystemClock()
    return SharedClock(lambda: database_time(engine))


def publish_rules(services: Services) -> None:
    """Put rules that are new into the log of each municipality; the second time does nothing."""
    for municipality in services.rules:
        execute(services, municipality.municipality.slug, PublishRules(), SYSTEM)


def catch_up_search(services: Services, *, everything: bool = False) -> int:
    """Make findable what is not, or not by this release's words: after an upgrade. Gives the number of batches."""
    batches = 0
    for municipality in services.rules:
        after: UUID | None = None
        while True:
            command = RebuildSearch(after, everything)
            after = execute(services, municipality.municipality.slug, command, SYSTEM)
            if after is None:
                break
            batches += 1
    return batches


def reactions(services: Services) -> tuple[Consumer[UnitOfWork], ...]:
    """Every reaction there is."""
    return (
        paths(services),
        messages(services.rules),
        board_heads(services.settings),
        handover(services.settings),
        discussions(),
    )


def consumer_names(services: Services) -> tuple[str, ...]:
    """Everything that follows the log."""
    return (*PROJECTION_NAMES, *(consumer.name for consumer in reactions(services)))


def make_broker(settings: Settings) -> dramatiq.Broker:
    """Dramatiq's broker: in process, or Redis."""
    if not settings.redis_url:
        return StubBroker()
    broker: dramatiq.Broker = RedisBroker(  # type: ignore[no-untyped-call]  # ships untyped
        url=settings.redis_url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT
    )
    return broker


def make_wake(settings: Settings, broker: dramatiq.Broker | None = None) -> Wake:
    """The call to the workers that fits the settings."""
    broker = broker or make_broker(settings)
    if not settings.redis_url:
        return PacedWake(BrokerWake(broker, LocalMarks()))
    redis = Redis.from_url(
        settings.redis_url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT
    )
    return PacedWake(BrokerWake(broker, RedisMarks(redis)))


def make_files(settings: Settings) -> Files | None:
    """The folder of photos; one that was set must be there, the one beside a database comes with the first photo."""
    folder = settings.media_folder
    if settings.media_dir is not None:
        return open_folder(settings.media_dir)
    return FolderFiles(folder) if folder else None


def make_mailer(settings: Settings, engine: Engine) -> Mailer:
    """A mail server where one is set, the post box in the demo.

    Raises:
        BadConfiguration: outside the demo nobody reads the post box, so messages would be lost in it.
    """
    if settings.smtp_host:
        return SmtpMailer(settings.smtp_host, settings.smtp_port, settings.smtp_sender)
    if not settings.demo:
        raise BadConfiguration("WIJKSTEM_SMTP_HOST: the mail server that messages go out by")
    return PostboxMailer(engine)


def make_providers(settings: Settings, rules: RuleBook) -> Providers:
    """The ways to log in.

    Raises:
        BadConfiguration: for a municipality or a neighbourhood that is not there.
    """
    if settings.login_file is None:
        return Providers()
    setups = load_setups(settings.login_file)
    for slug, ways in setups.items():
        if slug not in rules:
            raise BadConfiguration(f"{settings.login_file}: {slug}: no municipality of this name")
        here = rules.of(slug).municipality
        for way, setup in ways.items():
            wrong = [
                one.neighbourhood
                for one in setup.roles
                if (one.role is Role.NEIGHBOURHOOD_COUNCIL) != bool(one.neighbourhood)
                or (one.neighbourhood and here.neighbourhood(one.neighbourhood) is None)
            ]
            if wrong:
                raise BadConfiguration(
                    f"{settings.login_file}: {slug}.{way}.roles: neighbourhood: {wrong}: a council's"
                    " member has one of the municipality's, and nobody else has any"
                )
    return Providers(setups)


def check_formulas(rules: RuleBook) -> None:
    """Raises BadConfiguration for an indicator, as it is or as it was, whose formula nobody wrote."""
    for municipality in rules:
        for one in municipality.indicators.indicators:
            formulas = [(one.formula, one.formula_version)]
            formulas += [(was.formula, was.formula_version) for was in one.earlier]
            for name, version in formulas:
                if name is not None and (name, version) not in FORMULAS:
                    known = sorted(f"{name} {version}" for name, version in FORMULAS)
                    raise BadConfiguration(
                        f"{municipality.municipality.slug}/indicatoren.toml: {one.code}.formula: "
                        f"{name!r}, version {version}, is not one of {known}"
                    )
