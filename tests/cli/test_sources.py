"""`wijkstem figures`: a file is read and said line by line, counts when it is taken in, and goes back when it is undone."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.world import HERE, World
from wijkstem.cli import app, sources
from wijkstem.queries.observations import observations
from wijkstem.tables.sources import SourceFile
from wijkstem.words.sources import FileState, SourceKind

HEAD = "indicator;soort;jaar;waarde;steekproef;bron\n"
RIGHT = HEAD + "feels_informed;realisatie;2025;44;900;Enquête\n"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture
def world(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(sources, "services", lambda: sqlite_world.services)
    return sqlite_world


def run(*words: str) -> tuple[int, str]:
    ended = CliRunner().invoke(app, ["figures", *words, "-m", HERE])
    return ended.exit_code, ended.output


def read(folder: Path, text: str, *more: str, kind: str = "observations") -> tuple[int, str]:
    file = folder / "meting.csv"
    file.write_text(text)
    return run("read", str(file), "-k", kind, *more)


def counting(world: World) -> list[tuple[int | None, str]]:
    world.settle()
    with world.services.reading(HERE) as connection:
        return [(one.year, str(one.value)) for one in observations(connection, HERE)]


def test_file_is_read_and_counts_when_it_is_taken_in(world: World, tmp_path: Path) -> None:
    code, said = read(tmp_path, RIGHT)
    assert code == 0
    assert "1 lines, 0 wrong cells" in said
    assert counting(world) == []
    found = _ID.search(said)
    assert found
    assert run("take", found[0]) == (0, "taken in: its figures count now\n")
    assert counting(world) == [(2025, "44")]
    assert f"{found[0]}  observations taken" in run("list")[1]
    assert run("undo", found[0])[0] == 0
    assert counting(world) == []


def test_wrong_cells_are_named_and_nothing_is_taken(world: World, tmp_path: Path) -> None:
    text = RIGHT + "feels_informed;realisatie;2024;veel;900;Enquête\n"
    code, said = read(tmp_path, text, "--take")
    assert code == 1
    assert "meting.csv:3 waarde:" in said
    assert "[veel]" in said
    assert counting(world) == []


def test_file_can_be_read_and_taken_in_at_once(world: World, tmp_path: Path) -> None:
    text = "gebied;inwoners\nWK990100;0\n"
    code, said = read(tmp_path, text, "--take", "--year", "2025", kind="inhabitants")
    assert (code, "taken in" in said) == (0, True)
    [file] = world.rows(SourceFile)
    assert (file["kind"], file["state"], file["lines"]) == (
        SourceKind.INHABITANTS,
        FileState.TAKEN,
        1,
    )


def test_other_figures_are_only_replaced_when_that_is_asked(world: World, tmp_path: Path) -> None:
    assert read(tmp_path, RIGHT, "--take")[0] == 0
    other = RIGHT.replace(";44;", ";45;")
    assert read(tmp_path, other, "--take")[0] == 1
    assert counting(world) == [(2025, "44")]
    assert read(tmp_path, other, "--take", "--replace")[0] == 0
    assert counting(world) == [(2025, "45")]
