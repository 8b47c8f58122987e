"""What an operator sees at a terminal: plain words, and 1 when something is wrong."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update
from typer.testing import CliRunner

import wijkstem
from tests.eventlog.consumers import an_event
from tests.support.rulebook import rules_folder
from tests.support.world import START, TAG_KEY, World, make_world
from wijkstem.cli import app, common, main
from wijkstem.errors import BadConfiguration, WijkstemError
from wijkstem.eventlog import positions
from wijkstem.kit.db import make_engine
from wijkstem.kit.release import release_number
from wijkstem.kit.rows import table_of
from wijkstem.projections import check
from wijkstem.projections.listing import ListedInitiative
from wijkstem.rules.registry import load
from wijkstem.settings import load_settings
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.engine import PassedOver

Run = Callable[..., Any]
MEETING = Path(__file__).parents[1] / "fixtures" / "ori" / "mini-ori-amsterdam-2018-02-08.json"


@pytest.fixture
def here(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A platform in the environment, so that the terminal finds it."""
    rules = rules_folder(tmp_path / "rules")
    for name, value in {
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "TAG_KEY": TAG_KEY,
        "SMTP_HOST": "127.0.0.1",
        "RULES_DIR": str(rules),
    }.items():
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    common.services.cache_clear()
    world = make_world(database_url, load(rules))
    yield world
    common.services().engine.dispose()
    common.services.cache_clear()
    world.services.engine.dispose()


@pytest.fixture
def run() -> Run:
    """Run ``wijkstem …`` in this process."""
    return lambda *words: CliRunner().invoke(app, list(words))


def test_a_whole_log_and_true_projections_are_said_to_be(here: World, run: Run) -> None:
    here.open()
    here.settle()
    verified = run("log", "verify")
    assert (verified.exit_code, verified.stdout.splitlines()) == (
        0,
        ["buurdorp: 1 events", "testdorp: 5 events", "The log is whole."],
    )
    checked = run("projections", "check")
    assert (checked.exit_code, checked.stdout) == (0, "Every projection is what the log says.\n")


def test_a_projection_that_was_tampered_with_is_found_and_rebuilt(here: World, run: Run) -> None:
    here.open()
    here.settle()
    table = table_of(ListedInitiative)
    with here.services.connection("testdorp") as connection:
        connection.execute(
            update(table).where(table.c.municipality_id == "testdorp").values(valid_for=7)
        )
    found = run("projections", "check", "-m", "testdorp")
    assert found.exit_code == 1
    assert "testdorp: listing: listed_initiative" in found.stdout
    assert run("projections", "rebuild", "listing", "-m", "testdorp").exit_code == 0
    assert run("projections", "check").exit_code == 0


def test_a_consumer_that_stands_still_is_shown_and_passed_over_with_a_reason(
    here: World, run: Run
) -> None:
    here.open()
    here.settle()
    assert run("status").exit_code == 0
    with here.services.connection("testdorp") as connection:
        at = positions.hold(connection, "timeline", "testdorp")
        assert at is not None
        positions.rewind(connection, "timeline", "testdorp")
        positions.fail(connection, "timeline", "testdorp", at, "ValueError: odd", START)
    stopped = run("status")
    assert stopped.exit_code == 1
    assert (
        "testdorp: timeline: 5 behind, stands still since 2026-03-02 10:00:00 on event 1"
        " (rules.published.v1), 1 attempts, next 2026-03-02 10:00:01: ValueError: odd"
    ) in stopped.stdout
    reason = ("--reason", "known defect 12", "--by", "operator")
    assert run("consumers", "pass-over", "timeline", "-m", "testdorp", *reason).exit_code == 0
    [recorded] = here.rows(PassedOver)
    assert (recorded["position"], recorded["reason"]) == (1, "known defect 12")
    again = run("consumers", "pass-over", "timeline", "-m", "testdorp", *reason)
    assert isinstance(again.exception, WijkstemError)


def test_a_meeting_is_imported_once(here: World, run: Run) -> None:
    words = ("council", "import", str(MEETING), "-m", "testdorp", "--foreign")
    assert "39 agenda items, 49 documents: taken in" in run(*words).stdout
    assert "39 agenda items, 49 documents: nothing new" in run(*words).stdout
    assert len(here.rows(AgendaItem)) == 39


def test_what_a_rule_refused_is_shown_to_the_operator(here: World, run: Run) -> None:
    with here.services.connection("testdorp") as connection:
        for position in (1, 2):
            at = ("testdorp", position, "moved_on", here.clock.now())
            positions.refused(connection, "paths", *at)
    assert "testdorp: paths: refused 2 times by a rule: moved_on" in run("status").stdout


def test_upgrading_twice_does_nothing_the_second_time(here: World, run: Run) -> None:
    before = here.recorded()
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "upgrade").exit_code == 0
    assert here.recorded() == before


def test_rules_with_an_error_are_named(run: Run, tmp_path: Path) -> None:
    folder = rules_folder(tmp_path / "rules")
    file = folder / "testdorp" / "spelregels-2025-01-01.toml"
    file.write_text(file.read_text().replace('path = "raad-2"', 'path = "raad-9"'))
    refused = run("rules", "check", str(folder))
    assert isinstance(refused.exception, BadConfiguration)
    assert "testdorp/spelregels-2025-01-01.toml: instruments.burgerinitiatief.path" in str(
        refused.exception
    )


def test_the_rules_that_come_with_it_are_right(run: Run) -> None:
    said = run("rules", "check").stdout.splitlines()
    assert [line.split(":")[0] for line in said] == [
        "amersfoort",
        "borne",
        "enschede",
        "hilversum",
        "s-hertogenbosch",
    ]


def test_a_municipality_that_is_not_here_is_said(here: World, run: Run) -> None:
    assert isinstance(run("log", "verify", "-m", "nergens").exception, WijkstemError)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "WIJKSTEM_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "WIJKSTEM_TAG_KEY"),
        ({"DATABASE_URL": "sqlite://", "TAG_KEY": "short"}, "WIJKSTEM_TAG_KEY"),
        ({"DATABASE_URL": "postgresql+psycopg://", "TAG_KEY": TAG_KEY}, "WIJKSTEM_REDIS_URL"),
        (
            {"DATABASE_URL": "postgresql+psycopg://", "TAG_KEY": TAG_KEY, "DEMO": "1"},
            "WIJKSTEM_DEMO_ON_POSTGRES",
        ),
    ],
)
def test_a_missing_or_dangerous_setting_stops_the_boot_by_its_name(
    values: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "TAG_KEY", "REDIS_URL", "DEMO", "DEMO_ON_POSTGRES"):
        monkeypatch.delenv(f"WIJKSTEM_{name}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    with pytest.raises(BadConfiguration, match=said):
        load_settings()


def test_says_which_release_it_is(run: Run) -> None:
    said = run("--version")
    assert (said.exit_code, said.stdout) == (0, f"wijkstem {wijkstem.__version__}\n")


@pytest.mark.parametrize(
    ("version", "number"),
    [("0.1.0", 1000), ("0.2.0.dev0", 2000), ("0.2.1", 2001), ("1.0.0", 1_000_000)],
)
def test_release_numbers_grow(version: str, number: int) -> None:
    assert release_number(version) == number


def test_a_database_without_the_schema_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _refused(f"sqlite:///{tmp_path / 'new.db'}", monkeypatch, capsys) == (
        "The database has not the schema of this release yet: wijkstem db upgrade\n"
    )


def test_a_database_that_is_away_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _refused(f"sqlite:///{tmp_path / 'none' / 'new.db'}", monkeypatch, capsys)
    assert said == "The database is away, busy or full: unable to open database file\n"


def _refused(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``wijkstem status`` says when it cannot; one line, and 1."""
    for name, value in {"DATABASE_URL": url, "TAG_KEY": TAG_KEY, "DEMO": "1"}.items():
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    monkeypatch.delenv("WIJKSTEM_REDIS_URL", raising=False)
    monkeypatch.setattr("sys.argv", ["wijkstem", "status"])
    monkeypatch.setattr("wijkstem.cli.configure_logs", lambda: None)
    common.services.cache_clear()
    with pytest.raises(SystemExit) as left:
        main()
    common.services().engine.dispose()
    common.services.cache_clear()
    assert left.value.code == 1
    return capsys.readouterr().err


def test_a_retry_that_fails_again_leaves_with_1(
    here: World, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.open()
    here.settle()
    tried = run("consumers", "retry", "timeline", "-m", "testdorp")
    assert (tried.exit_code, tried.stdout) == (0, "0 events folded; it goes on\n")
    unknown = run("consumers", "retry", "nothing", "-m", "testdorp")
    assert isinstance(unknown.exception, BadConfiguration)
    assert "there are: listing, timeline" in str(unknown.exception)

    with here.services.unit_of_work("testdorp") as uow:
        uow.record(an_event())
    monkeypatch.setattr("wijkstem.eventlog.log._recorded", _indigestible)
    tried = run("consumers", "retry", "timeline", "-m", "testdorp")
    assert tried.exit_code == 1
    assert "0 events folded; still stopped: Undecodable" in tried.stdout


def _indigestible(*_args: object) -> None:
    raise ValueError("odd")


def test_the_log_is_no_part_of_what_is_found(here: World) -> None:
    """A timer or a pipe reads standard output."""
    words = ("projections", "rebuild", "listing", "-m", "testdorp")
    done = subprocess.run(
        [sys.executable, "-c", "from wijkstem.cli import main; main()", *words],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "testdorp: listing: 1 events folded\n")
    assert json.loads(done.stderr.splitlines()[-1])["event"] == "projection rebuilt"


def test_check_rebuilds_where_it_is_told_to(
    here: World, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own temporary folder may be too small for a town's read tables."""
    made: list[str] = []

    def noted(url: str) -> Engine:
        made.append(url)
        return make_engine(url)

    monkeypatch.setattr(check, "make_engine", noted)
    monkeypatch.setenv("WIJKSTEM_SCRATCH_DIR", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    common.services.cache_clear()
    assert run("projections", "check", "-m", "testdorp").exit_code == 0
    assert made
    assert all(url.startswith(f"sqlite:///{tmp_path / 'scratch'}/") for url in made)
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "verify", "-m", "nergens"), "This municipality does not take part here."),
        (
            ("council", "import", "-m", "testdorp", "nergens.json"),
            "bestand: This file cannot be read: nergens.json.",
        ),
        (
            ("council", "import", "-m", "testdorp", str(MEETING)),
            "This meeting is of another municipality (GM0363). Testdorp has GM9901.",
        ),
    ],
)
def test_terminal_refuses_in_english(
    here: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["wijkstem", *words])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert capsys.readouterr().err.splitlines()[-1] == said
