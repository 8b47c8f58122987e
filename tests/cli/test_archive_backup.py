"""The archive goes along with a backup: every plan that was put away, whole, and never an older one over a newer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_backup import At, Run, at, here, live, run
from tests.support.world import HERE, World
from tests.workers.test_archiving import NAMES, through_the_council
from wijkstem.adapters.archive import Archive, holding
from wijkstem.errors import BadConfiguration
from wijkstem.kit import sqlite_files
from workers.archiving import put_away

__all__ = ["at", "here", "live", "run"]


def archive_plan(world: World) -> None:
    """One more plan that the council was asked for, put away."""
    through_the_council(world)
    assert put_away(world.services, HERE) == 1
    world.services.archive.close()


@pytest.fixture
def kept(here: World, run: Run, tmp_path: Path) -> Iterator[Path]:
    """A backup with one plan in its archive, which somebody read."""
    archive_plan(here)
    [(number, _)] = here.services.archive.plans(HERE)
    here.services.archive.read(HERE, number, "the archivist", here.clock.now())
    said = run("backup", tmp_path / "backup.db")
    assert "backup.db.archive: 1 plans, checked" in said.stdout
    here.services.archive.close()
    yield tmp_path / "backup.db"
    here.services.archive.close()


def archive_of(database: Path) -> Path:
    return database.with_name(f"{database.stem}-archive.db")


def spoil(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TRIGGER archived_record_update")
        connection.execute("UPDATE archived_record SET content = replace(content, 'Sieds', 'Jan')")


def broken(file: Path) -> bool:
    with sqlite_files.looking_into(file) as connection:
        return bool(holding(connection).problems)


def test_there_and_back_again(kept: Path, run: Run, at: At, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "wijkstem.db"
    at(target)
    said = run("restore", kept)
    assert said.exit_code == 0
    assert "wijkstem-archive.db: 1 plans" in said.stdout
    assert archive_of(target).stat().st_mode & 0o777 == 0o600
    archive = Archive.at("", f"sqlite:///{target}")
    [(number, _)] = archive.plans(HERE)
    assert [(who, what) for _, who, what in archive.readings(HERE)] == [("the archivist", number)]
    assert list(archive.problems(HERE)) == []
    found = archive.read(HERE, number, "the archivist", archive.plans(HERE)[0][1])
    archive.close()
    assert found is not None
    assert sorted(one["name"] for one in found.content["statements"]) == sorted(NAMES)


def test_backup_for_its_owner_alone_grows_with_the_archive(
    here: World, kept: Path, run: Run
) -> None:
    archive_plan(here)
    assert "backup.db.archive: 2 plans, checked" in run("backup", kept).stdout
    assert kept.with_name("backup.db.archive").stat().st_mode & 0o777 == 0o600


def test_archive_that_has_more_than_the_backup_stays(
    here: World, kept: Path, run: Run, live: Path
) -> None:
    archive_plan(here)
    here.services.engine.dispose()
    before = archive_of(live).read_bytes()
    said = run("restore", kept, "--replace")
    assert said.exit_code == 0
    assert f"{archive_of(live).name} has all that is in backup.db.archive, and stays" in said.stdout
    assert archive_of(live).read_bytes() == before
    assert list(live.parent.glob("*-archive.db.replaced-*")) == []


def test_another_archive_is_put_aside(here: World, kept: Path, run: Run, live: Path) -> None:
    here.services.engine.dispose()
    spoil(archive_of(live))
    with closing(sqlite3.connect(archive_of(live))) as connection, connection:
        connection.execute("UPDATE archived_record SET hash = 'another'")
    assert run("restore", kept, "--replace").exit_code == 0
    assert list(here.services.archive.problems(HERE)) == []
    [aside] = live.parent.glob("*-archive.db.replaced-*[0-9]")
    assert broken(aside)


def test_archive_that_was_changed_is_not_put_back(
    here: World, kept: Path, run: Run, live: Path
) -> None:
    spoil(kept.with_name("backup.db.archive"))
    here.services.engine.dispose()
    before = live.read_bytes()
    refused = run("restore", kept, "--replace")
    assert isinstance(refused.exception, BadConfiguration)
    assert "backup.db.archive is not whole" in str(refused.exception)
    assert live.read_bytes() == before


def test_archive_that_somebody_reads_is_not_replaced(
    here: World, kept: Path, run: Run, live: Path
) -> None:
    here.services.engine.dispose()
    here.services.archive.plans(HERE)
    refused = run("restore", kept, "--replace")
    assert f"{archive_of(live)} is in use" in str(refused.exception)
    assert list(live.parent.glob("*.replaced-*")) == []


def test_restore_says_what_the_archive_lost(kept: Path, run: Run, at: At, tmp_path: Path) -> None:
    kept.with_name("backup.db.archive").unlink()
    at(tmp_path / "elsewhere.db")
    said = run("restore", kept)
    assert said.exit_code == 0
    assert "backup.db.archive is missing: 1 plans are not in the archive any more" in said.stdout
    assert not archive_of(tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("emptied", [True, False])
def test_backup_without_a_plan_that_was_put_away_fails(
    kept: Path, run: Run, live: Path, emptied: bool
) -> None:
    before = kept.with_name("backup.db.archive").read_bytes()
    archive_of(live).unlink()
    if emptied:
        empty = Archive.at("", f"sqlite:///{live}")
        assert empty.plans(HERE) == []
        empty.close()
    refused = run("backup", kept)
    said = "does not hold 1 plans" if emptied else "is missing, and 1 plans stand in it"
    assert isinstance(refused.exception, BadConfiguration)
    assert said in str(refused.exception)
    assert kept.with_name("backup.db.archive").read_bytes() == before


def test_archive_of_its_own_is_said_to_be_left_out(
    here: World, run: Run, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKSTEM_ARCHIVE_URL", "postgresql+psycopg://archive")
    assert "WIJKSTEM_ARCHIVE_URL" in run("backup", tmp_path / "backup.db").stdout
    at(tmp_path / "elsewhere.db")
    assert "WIJKSTEM_ARCHIVE_URL" in run("restore", tmp_path / "backup.db").stdout
