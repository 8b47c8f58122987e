"""Real elections of Pabulib: what we count is what was decided, and where it is not, we know why."""

import json
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.tally.shared import FOLDER, real
from wijkstem.cli import app
from wijkstem.tally.counting import count
from wijkstem.tally.elections import Election
from wijkstem.tally.pabulib.electing import elected
from wijkstem.tally.pabulib.files import PbFile
from wijkstem.tally.pabulib.mapping import mapped
from wijkstem.tally.pabulib.reading import read
from wijkstem.tally.pabulib.writing import write
from wijkstem.tally.results import Comparing, Reason, Result, ShareRound

#: Where the officials decided otherwise than the rule in their file: plans that we have and they have not, the
#: other way round, and why.
OTHERWISE = {
    "Poland_Krakow_2022_Czyzyny": ({"24"}, {"26"}, "both 40 points: they took the dearer one"),
    "Poland_Lodz_2024_Katedralna": (
        {"S039KA"},
        {"S004KA"},
        "both 206 votes: they took the dearer one",
    ),
    "Poland_Warszawa_2020_Bialoleka": (
        {"118", "1699", "736"},
        {"1514", "1938"},
        "118 was set aside, and what then fits differs",
    ),
}
#: The rule is in a remark for people; everything that was chosen is what plain greedy chooses.
BY_HAND = {"Poland_Poznan_2024_large": "greedy"}

EVERY = sorted(file.stem for file in FOLDER.glob("*.pb")) or ["Netherlands_Assen_2024"]


def _file(name: str) -> PbFile:
    return read(real(name).read_bytes())


def _counted(name: str) -> tuple[Election, Result]:
    file = _file(name)
    election = elected(file).election
    return election, count(election, mapped(file, BY_HAND.get(name)).rule)


@pytest.mark.parametrize("name", EVERY)
def test_file_comes_back_as_it_was(name: str) -> None:
    there = real(name).read_bytes()
    assert write(read(there)).rstrip(b"\n") == there.replace(b"\r\n", b"\n").rstrip(b"\n")


@pytest.mark.parametrize("name", EVERY)
def test_votes_and_scores_are_those_in_the_file(name: str) -> None:
    _, result = _counted(name)
    for _, row in _file(name).projects.named():
        one = result.plans[row["project_id"]]
        assert one.votes == int(row["votes"])
        assert one.score == int(row.get("score", row["votes"]))


@pytest.mark.parametrize("name", EVERY)
def test_winners_are_the_official_ones(name: str) -> None:
    _, result = _counted(name)
    rows = [row for _, row in _file(name).projects.named()]
    if "selected" not in rows[0]:
        pytest.skip("the official outcome is not in the file")
    official = {row["project_id"] for row in rows if row["selected"] == "1"}
    ours, theirs, _ = OTHERWISE.get(name, (set(), set(), ""))
    assert set(result.winners) - official == ours
    assert official - set(result.winners) == theirs
    assert result.waiting == ()


def test_who_was_set_aside_in_bialoleka_explains_the_rest() -> None:
    file = _file("Poland_Warszawa_2020_Bialoleka")
    election = elected(file).election
    plans = tuple(replace(plan, withdrawn=plan.id == "118") for plan in election.plans)
    result = count(replace(election, plans=plans), mapped(file).rule)
    assert set(result.winners) == {
        row["project_id"] for _, row in file.projects.named() if row["selected"] == "1"
    }
    assert result.plans["118"].reason == Reason.WITHDRAWN


def test_comparison_step_of_wieliczka_is_the_published_one() -> None:
    _, result = _counted("Poland_Wieliczka_2023_Green_Budget")
    assert result.comparing == Comparing(1615, 873, 4098, taken="equal-shares")


def test_rounds_of_wieliczka_are_those_of_its_report() -> None:
    """The first and last rounds that the technical report prints: budget per voter, effective votes, money."""
    _, result = _counted("Poland_Wieliczka_2023_Green_Budget")
    first = result.rounds[0]
    assert isinstance(first, ShareRound)
    assert first.plan == "24"
    assert round(float(first.budget_per_voter), 2) == 315.84
    assert float(first.plans["24"].effective_votes) == 720
    assert round(float(first.plans["24"].supporters_money)) == 227_403
    won = [one for one in result.rounds if isinstance(one, ShareRound) and one.plan]
    assert len(won) == len(result.winners) == 30
    assert sum(len(one.to_dict()["plans"]) for one in won) == 626


def test_terminal_prints_what_other_programs_need() -> None:
    file = real("Netherlands_Assen_2024")
    said: dict[str, Any] = json.loads(
        CliRunner().invoke(app, ["tally", str(file), "--json"]).stdout
    )
    assert said["rule"] == "equal-shares"
    assert said["winners"] == ["3", "9", "2", "11", "13", "14", "5", "6", "12"]
    assert (said["cost"], said["left"], len(said["plans"])) == (76_700, 23_300, 14)
    assert said["plans"]["7"]["status"] == "lost"
    assert said["parameters"]["winner"]["completion"] == "add1"
