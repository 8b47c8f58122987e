"""An SQLite file that nobody wrote to is told from one that somebody did, whoever and in whichever process."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from wijkstem.kit.changes import Changes
from wijkstem.kit.db import make_engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database as ours are, with a table."""
    found = tmp_path / "a file #1%.db"
    engine = make_engine(f"sqlite:///{found}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seen (n integer)")
    engine.dispose()
    return found


@pytest.fixture
def writer(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection


def changes_of(file: Path) -> Changes:
    return Changes(make_engine(f"sqlite:///{file}"))


def test_each_commit_gives_another_mark(file: Path, writer: sqlite3.Connection) -> None:
    changes = changes_of(file)
    marks = [changes.mark()]
    for n in range(50):
        writer.execute("INSERT INTO seen VALUES (?)", (n,))
        marks += [changes.mark()]
    assert None not in marks
    assert len(set(marks)) == 51
    assert changes.mark() == marks[-1], "looking changes nothing"
    changes.close()
    writer.close()


def test_commit_of_another_process_is_seen(file: Path) -> None:
    changes = changes_of(file)
    before = changes.mark()
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('INSERT INTO seen VALUES (1)'); c.commit()"
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)
    assert changes.mark() != before
    changes.close()


def test_what_is_not_committed_is_no_change(file: Path, writer: sqlite3.Connection) -> None:
    changes = changes_of(file)
    before = changes.mark()
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO seen VALUES (1)")
    assert changes.mark() == before, "and it waits for no writer"
    writer.execute("ROLLBACK")
    assert changes.mark() == before
    changes.close()
    writer.close()


def test_change_survives_a_checkpoint(file: Path, writer: sqlite3.Connection) -> None:
    """The commit is written into the file, and the log of it begins anew, before anybody looks."""
    changes = changes_of(file)
    before = changes.mark()
    writer.execute("INSERT INTO seen VALUES (1)")
    assert writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0, "nothing is held"
    assert changes.mark() != before
    changes.close()
    writer.close()


def test_mark_from_before_it_was_opened_again_means_nothing(
    file: Path, writer: sqlite3.Connection
) -> None:
    changes, marks = changes_of(file), set()
    for n in range(5):
        marks.add(changes.mark())
        changes.close()
        writer.execute("INSERT INTO seen VALUES (?)", (n,))
    assert len(marks) == 5
    writer.close()


def test_file_that_is_away_is_not_made(tmp_path: Path) -> None:
    changes = changes_of(tmp_path / "away.db")
    assert changes.mark() is None
    assert list(tmp_path.iterdir()) == []


def test_postgresql_cannot_tell() -> None:
    changes = Changes(make_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    assert changes.mark() is None
