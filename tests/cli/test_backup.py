"""Backup and restore: whole while it is written to, refused when damaged, and nothing sent twice unasked."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.eventlog.consumers import record
from tests.support.rulebook import rules_folder
from tests.support.world import TAG_KEY, World, make_world
from wijkstem.cli import app, common
from wijkstem.commands.deliveries import ClaimDeliveries
from wijkstem.errors import BadConfiguration
from wijkstem.kit import sqlite_files
from wijkstem.kit.jinja import make_pages
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from workers.deliveries import deliver

Run = Callable[..., Any]
At = Callable[[Path], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[At]:
    """Point the terminal at another database."""

    def point(file: Path) -> None:
        if common.services.cache_info().currsize:
            common.services().engine.dispose()
        common.services.cache_clear()
        monkeypatch.setenv("WIJKSTEM_DATABASE_URL", f"sqlite:///{file}")

    yield point
    if common.services.cache_info().currsize:
        common.services().engine.dispose()
    common.services.cache_clear()


@pytest.fixture
def live(tmp_path: Path, sqlite_url: str) -> Path:
    """The file of a migrated database."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def here(live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: At) -> Iterator[World]:
    """A platform in the environment, with one open initiative and its messages waiting."""
    rules = rules_folder(tmp_path / "rules")
    monkeypatch.setenv("WIJKSTEM_TAG_KEY", TAG_KEY)
    monkeypatch.setenv("WIJKSTEM_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("WIJKSTEM_RULES_DIR", str(rules))
    monkeypatch.delenv("WIJKSTEM_REDIS_URL", raising=False)
    at(live)
    world = make_world(f"sqlite:///{live}", load(rules))
    world.open()
    yield world
    world.services.engine.dispose()


@pytest.fixture
def run() -> Run:
    """Run ``wijkstem …`` in this process."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def elsewhere(file: Path, world: World) -> World:
    """A platform on the restored file."""
    return make_world(f"sqlite:///{file}", world.services.rules)


def test_backup_while_it_is_written_to_is_whole(
    here: World, run: Run, at: At, tmp_path: Path
) -> None:
    here.settle()
    before, stop = len(here.recorded()), threading.Event()

    def write() -> None:
        while not stop.is_set():
            record(here, 1)

    def follow() -> None:
        while not stop.is_set():
            here.settle()

    busy = [threading.Thread(target=work) for work in (write, write, write, follow)]
    for one in busy:
        one.start()
    try:
        while len(here.recorded()) < before + 5:
            pass
        said = [run("backup", tmp_path / f"backup-{n}.db") for n in range(3)]
        meanwhile = len(here.recorded())
    finally:
        stop.set()
        for one in busy:
            one.join()
    assert [one.exit_code for one in said] == [0, 0, 0]
    assert len(here.recorded()) >= meanwhile > before
    target = tmp_path / "elsewhere" / "wijkstem.db"
    at(target)
    assert run("restore", tmp_path / "backup-2.db").exit_code == 0
    assert run("log", "verify").exit_code == 0
    assert run("projections", "check").exit_code == 0
    restored = elsewhere(target, here)
    assert restored.recorded() == here.recorded()[: len(restored.recorded())]
    assert before < len(restored.recorded()) <= meanwhile
    restored.services.engine.dispose()
    assert [one.name for one in target.parent.iterdir() if "-" not in one.name] == ["wijkstem.db"]


def test_backup_is_one_file_for_its_owner_alone(here: World, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    said = run("backup", folder / "today.db")
    assert said.stdout == "today.db: 6 events of 2 municipalities, checked\n"
    [file] = folder.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("today.db", 0o600)
    assert sqlite_files.faults(file) == []
    assert run("backup", file).exit_code == 0
    assert [one.name for one in folder.iterdir()] == ["today.db"]


def test_backup_does_not_write_over_the_database(here: World, run: Run, live: Path) -> None:
    assert isinstance(run("backup", live).exception, BadConfiguration)
    assert isinstance(run("backup", live.parent).exception, BadConfiguration)
    assert len(here.recorded()) == 5


def test_backup_of_nothing(here: World, run: Run, at: At, tmp_path: Path) -> None:
    at(tmp_path / "nowhere.db")
    assert "there is no database" in str(run("backup", tmp_path / "b.db").exception)
    assert not (tmp_path / "b.db").exists()
    assert not (tmp_path / "nowhere.db").exists()


def test_backup_is_for_sqlite(run: Run, here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKSTEM_DATABASE_URL", "postgresql+psycopg://")
    monkeypatch.setenv("WIJKSTEM_REDIS_URL", "redis://127.0.0.1:1/0")
    assert "docs/operate.md" in str(run("backup", "b.db").exception)


def test_nothing_goes_out_after_a_restore_until_it_is_released(
    here: World, run: Run, at: At, tmp_path: Path
) -> None:
    here.settle()
    here.submit(title="Een bank in het park")  # in the log, and nobody was told yet
    assert len(here.execute(ClaimDeliveries(most=1))) == 1  # may have been sent after the backup
    run("backup", tmp_path / "backup.db")
    assert len(here.execute(ClaimDeliveries(most=1))) == 1  # the backup is on hold, we are not
    target = tmp_path / "restored.db"
    at(target)
    said = run("restore", tmp_path / "backup.db")
    assert "on hold, 3 messages wait" in said.stdout
    status = run("status")
    assert status.exit_code == 1
    assert "testdorp: deliveries on hold" in status.stdout
    restored, pages = elsewhere(target, here), make_pages(ROOT / "templates")
    restored.clock.at = here.services.clock.now().replace(year=2999)
    assert deliver(restored.services, pages, "testdorp") == 0
    assert "testdorp: released, 3 deliveries go out" in run("deliveries", "release").stdout
    assert deliver(restored.services, pages, "testdorp") == 3
    assert run("status").exit_code == 0
    restored.services.engine.dispose()


def test_a_backup_that_is_put_back_by_hand_is_on_hold_too(
    here: World, run: Run, at: At, tmp_path: Path
) -> None:
    here.settle()
    run("backup", tmp_path / "backup.db")
    at(tmp_path / "backup.db")
    assert run("status").exit_code == 1
    restored, pages = elsewhere(tmp_path / "backup.db", here), make_pages(ROOT / "templates")
    assert deliver(restored.services, pages, "testdorp") == 0
    restored.services.engine.dispose()


def spoil_pages(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    file.write_bytes(content)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def no_database(file: Path) -> None:
    file.write_text("dit is geen database" * 100)


def another_database(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE iets (n INTEGER)")


def lose_an_event(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "DELETE FROM logged_event WHERE municipality_id = 'testdorp' AND position = 3"
        )


@pytest.mark.parametrize(
    "damage", [spoil_pages, cut_off, no_database, another_database, lose_an_event]
)
def test_damaged_file_is_refused_and_nothing_is_overwritten(
    here: World, run: Run, tmp_path: Path, live: Path, damage: Callable[[Path], None]
) -> None:
    backup = tmp_path / "backup.db"
    run("backup", backup)
    damage(backup)
    here.services.engine.dispose()
    before = live.read_bytes()
    refused = run("restore", backup, "--replace")
    assert isinstance(refused.exception, BadConfiguration)
    assert "backup.db is not whole" in str(refused.exception)
    assert live.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        ["backup.db", live.name, "rules"]
    )


def test_file_of_a_newer_version_is_refused(here: World, run: Run, at: At, tmp_path: Path) -> None:
    run("backup", tmp_path / "backup.db")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_later'")
    at(tmp_path / "restored.db")
    assert "newer version" in str(run("restore", tmp_path / "backup.db").exception)
    assert not (tmp_path / "restored.db").exists()


def test_database_that_exists_is_replaced_only_when_said_and_not_in_use(
    here: World, run: Run, tmp_path: Path, live: Path
) -> None:
    backup = tmp_path / "backup.db"
    run("backup", backup)
    record(here, 2)
    assert "--replace" in str(run("restore", backup).exception)
    assert "in use" in str(run("restore", backup, "--replace").exception)
    assert len(here.recorded()) == 7
    here.services.engine.dispose()
    assert run("restore", backup, "--replace").exit_code == 0
    assert len(here.recorded()) == 5
    [aside] = tmp_path.glob(f"{live.name}.replaced-*")
    replaced = elsewhere(aside, here)
    assert len(replaced.recorded()) == 7
    replaced.services.engine.dispose()


def test_a_database_with_what_is_not_yet_in_it_is_no_backup(
    here: World, run: Run, at: At, tmp_path: Path, live: Path
) -> None:
    at(tmp_path / "restored.db")
    assert "is a database in use" in str(run("restore", live).exception)
    assert "there is no file" in str(run("restore", tmp_path / "nothing.db").exception)
