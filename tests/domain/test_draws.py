"""Draws by lot: fair, the same for the same figures whatever the order, and for everybody to do again."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from wijkstem.cli.draws import app
from wijkstem.domain.draws import (
    BANDS,
    LEAST,
    Cell,
    Plan,
    allocated,
    drawn_order,
    least_of,
    lines_of,
    list_root,
    outcome_of,
    result_of,
    strata_of,
)
from wijkstem.domain.draws_verifying import verify_draw
from wijkstem.kit.canonical import canonical

SCRIPT = Path(__file__).parents[2] / "docs/verify/check_draw.py"
CODES = ("WK000001", "WK000002", "WK000003", "WK000004")

cells = st.sampled_from([(code, band) for code in CODES for band in BANDS])
counts = st.dictionaries(cells, st.integers(0, 40)).filter(lambda found: sum(found.values()) > 4)


@given(st.lists(st.integers(0, 500), max_size=20), st.integers(1, 300))
def test_places_are_in_proportion(sizes: list[int], seats: int) -> None:
    places, total = allocated(sizes, seats), sum(sizes)
    assert sum(places) == min(seats, total)
    for size, place in zip(sizes, places, strict=True):
        assert place <= size
        assert abs(place * total - min(seats, total) * size) < max(total, 1)


def test_remainders_give_the_last_places() -> None:
    assert allocated([50, 30, 20], 5) == [3, 1, 1]
    assert allocated([10, 10, 10], 2) == [1, 1, 0]
    assert allocated([3, 9], 20) == [3, 9]


@given(counts, st.integers(1, 60))
def test_strata_hold_everybody_once_and_none_is_small(found: dict[Cell, int], seats: int) -> None:
    strata, total = strata_of(found, CODES, BANDS, seats), sum(found.values())
    every = [cell for one in strata for cell in one.cells]
    assert sorted(every) == sorted((code, band) for code in CODES for band in BANDS)
    for one in strata:
        assert one.candidates == sum(found.get(cell, 0) for cell in one.cells)
        assert one.candidates >= min(total, least_of(total, seats)) >= min(total, LEAST)
        assert one.seats >= 1
    assert sum(one.seats for one in strata) == min(seats, total)


def a_draw(people: int = 60, seats: int = 9) -> tuple[Plan, dict[str, int]]:
    places = [(CODES[at % 3], BANDS[2 + at % 4]) for at in range(people)]
    strata = strata_of(Counter(places), CODES, BANDS, seats)
    where = {cell: one.number for one in strata for cell in one.cells}
    entries = {str(UUID(int=at + 1)): where[cell] for at, cell in enumerate(places)}
    return Plan("borne", "2026-0001", seats, "de Lotto", "2026-12-01", strata), entries


def files_of(figure: str = "4 8 15", people: int = 60, seats: int = 9) -> tuple[str, str]:
    plan, entries = a_draw(people, seats)
    lines = lines_of(plan, entries)
    root = list_root(lines)
    result = result_of(root, figure, entries, plan.strata)
    outcome = outcome_of(plan, root, figure, "in de krant", result)
    return "\n".join(lines) + "\n", canonical(outcome)


@given(st.randoms(use_true_random=False))
def test_order_of_the_list_changes_nothing(random: object) -> None:
    plan, entries = a_draw()
    mixed = list(entries.items())
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random without saying so
    lines = lines_of(plan, entries)
    assert lines_of(plan, dict(mixed)) == lines
    root = list_root(lines)
    again = result_of(root, "1 2", dict(mixed), reversed(plan.strata))
    assert again == result_of(root, "1 2", entries, plan.strata)


def test_everybody_in_a_stratum_has_the_same_chance() -> None:
    entries = [str(UUID(int=at + 1)) for at in range(20)]
    drawn: Counter[str] = Counter()
    for seed in range(4000):
        drawn.update(drawn_order("ab" * 32, str(seed), entries)[:5])
    # Chi-square with 19 degrees of freedom: 99 of 100 fair lots stay below. The seeds are fixed, so this is one number.
    expected = 4000 * 5 / len(entries)
    assert sum((drawn[one] - expected) ** 2 / expected for one in entries) < 36.19


def run(listed: Path, outcome: Path, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(listed), str(outcome), *more],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def kept(folder: Path, listed: str, outcome: str) -> tuple[Path, Path]:
    paths = folder / "kandidaten.jsonl", folder / "loting.json"
    for path, text in zip(paths, (listed, outcome), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize(("people", "seats"), [(5, 20), (6, 1), (33, 7), (200, 25)])
def test_a_right_draw_is_found_right(tmp_path: Path, people: int, seats: int) -> None:
    listed, outcome = files_of(people=people, seats=seats)
    root = json.loads(outcome)["root"]
    assert [check for check in verify_draw(listed, outcome, root) if not check.ok] == []
    paths = kept(tmp_path, listed, outcome)
    code, said = run(*paths, "--root", root, "--entry", str(UUID(int=1)))
    assert (code, said.splitlines()[0]) == (
        0,
        f"{people} kandidaten, {min(people, seats)} plaatsen",
    )
    assert "uw nummer is nummer" in said
    assert CliRunner().invoke(app, ["verify", *map(str, paths)]).exit_code == 0


def _another_figure(listed: str, outcome: str) -> tuple[str, str]:
    return listed, outcome.replace("4 8 15", "4 8 16")


def _somebody_less(listed: str, outcome: str) -> tuple[str, str]:
    return "\n".join(listed.splitlines()[:-1]), outcome


def _somebody_else(listed: str, outcome: str) -> tuple[str, str]:
    return listed, outcome.replace(json.loads(outcome)["drawn"][0]["entries"][0], str(UUID(int=99)))


def _another_day(listed: str, outcome: str) -> tuple[str, str]:
    return listed, outcome.replace("2026-12-01", "2026-12-08")


@pytest.mark.parametrize(
    "tampered", [_another_figure, _somebody_less, _somebody_else, _another_day]
)
def test_whatever_is_changed_is_found(tmp_path: Path, tampered: object) -> None:
    listed, outcome = tampered(*files_of())  # type: ignore[operator]  # one of the four above
    assert any(not check.ok for check in verify_draw(listed, outcome))
    paths = kept(tmp_path, listed, outcome)
    code, said = run(*paths)
    assert code == 1
    assert "FOUT" in said
    assert CliRunner().invoke(app, ["verify", *map(str, paths)]).exit_code == 1


def test_a_list_that_is_made_anew_is_not_the_one_that_was_kept(tmp_path: Path) -> None:
    root = json.loads(files_of()[1])["root"]
    paths = kept(tmp_path, *files_of(people=61))
    assert run(*paths)[0] == 0
    code, said = run(*paths, "--root", root)
    assert (code, "die u bewaarde" in said) == (1, True)


def test_what_is_no_file_of_a_draw_is_said() -> None:
    [check] = verify_draw("", "{}")
    assert not check.ok


def test_figures_must_be_written_in_the_one_way() -> None:
    for wrong in ("15 8 4", "4, 8, 15"):
        checks = verify_draw(*files_of(wrong))
        assert [check.name for check in checks if not check.ok] == ["figures"]
