"""`wijkstem roll import`: the whole list or nothing, and the codes in a file that only its owner reads."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.domain.test_roll_files import ANNA, BRAM, HEAD
from tests.support.voting import a_vote
from tests.support.world import World
from wijkstem.cli import app, rolls
from wijkstem.tables.rolls import RollEntry
from wijkstem.words.rounds import RoundState


@pytest.fixture
def world(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(rolls, "services", lambda: sqlite_world.services)
    a_vote(sqlite_world, state=RoundState.ANNOUNCED)
    return sqlite_world


def run(folder: Path, text: str, *more: str) -> tuple[int, str]:
    file = folder / "kiezers.csv"
    file.write_text(text)
    options = ["-m", "testdorp", "-r", "2026-1", *more]
    ended = CliRunner().invoke(
        app, ["roll", "import", str(file), str(folder / "brieven.csv"), *options]
    )
    return ended.exit_code, ended.output


def test_a_list_and_its_letters(world: World, tmp_path: Path) -> None:
    code, said = run(tmp_path, HEAD + ANNA + BRAM)
    letters = tmp_path / "brieven.csv"
    assert (code, "2 voters on the roll" in said) == (0, True)
    assert letters.read_text().splitlines()[0].endswith(";stemcode")
    assert letters.stat().st_mode & 0o077 == 0
    assert len(world.rows(RollEntry)) == 2


def test_letters_that_are_there_are_not_written_over(world: World, tmp_path: Path) -> None:
    run(tmp_path, HEAD + ANNA)
    was = (tmp_path / "brieven.csv").read_text()
    assert run(tmp_path, HEAD + BRAM)[0] == 1
    assert (tmp_path / "brieven.csv").read_text() == was
    assert len(world.rows(RollEntry)) == 1


@pytest.mark.parametrize("text", [HEAD, HEAD + ANNA + ANNA, HEAD + ANNA.replace("Centrum", "Zuid")])
def test_a_wrong_list_leaves_nothing(world: World, tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text)[0] == 1
    assert not (tmp_path / "brieven.csv").exists()
    assert world.rows(RollEntry) == []


def test_the_same_list_again(world: World, tmp_path: Path) -> None:
    run(tmp_path, HEAD + ANNA)
    (tmp_path / "brieven.csv").unlink()
    assert run(tmp_path, HEAD + ANNA)[0] == 1
    assert not (tmp_path / "brieven.csv").exists()
    assert run(tmp_path, HEAD + ANNA, "--again")[0] == 0
