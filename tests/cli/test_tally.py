"""`wijkstem tally`: an election from a file, for people and for programs; needs no database."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wijkstem.cli import app
from wijkstem.errors import WijkstemError
from wijkstem.tally import presets

FILE = """META
key;value
description;Proef
num_projects;3
num_votes;4
budget;10
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;neighborhood
a;8;Speeltuin;noord
b;3;Boom;zuid
c;2;Bank;zuid
VOTES
voter_id;vote;voting_method
1;a;internet
2;a;internet
3;a;paper
4;b,c;paper
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "proef.pb"
    path.write_text(FILE)
    return path


def _json(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CliRunner().invoke(app, ["tally", *words, "--json"]).stdout)
    return found


def test_json_has_everything(file: Path) -> None:
    said = _json(str(file))
    assert said["parameters"] == presets.greedy().to_dict()
    assert said["assumed"] == ["Ties: cheaper first, then more votes, then the lot."]
    del said["parameters"], said["assumed"]
    plan = {"gets": 0, "status": "lost", "votes": 1, "score": 1}
    assert said == {
        "rule": "greedy",
        "budget": 10,
        "voters": 4,
        "winners": ["a", "c"],
        "waiting": [],
        "cost": 10,
        "left": 0,
        "plans": {
            "a": {"cost": 8, "gets": 8, "reason": "fits", "score": 3, "status": "won", "votes": 3},
            "b": plan | {"cost": 3, "reason": "too_dear"},
            "c": plan | {"cost": 2, "gets": 2, "reason": "fits", "status": "won"},
        },
        "rounds": [
            {"plan": "a", "score": 3, "cost": 8, "left": 10, "reason": "fits"},
            {"plan": "c", "score": 1, "cost": 2, "left": 2, "reason": "fits"},
            {"plan": "b", "score": 1, "cost": 3, "left": 0, "reason": "too_dear"},
        ],
        "comparison": None,
        "served": {"voters": 4, "served": 4},
        "served_by_neighbourhood": {
            "noord": {"voters": 3, "served": 3},
            "zuid": {"voters": 1, "served": 1},
        },
        "served_by_method": {
            "internet": {"voters": 2, "served": 2},
            "paper": {"voters": 2, "served": 2},
        },
        "why": {},
        "remarks": [],
    }


def test_people_read_a_table_and_why(file: Path) -> None:
    said = CliRunner().invoke(app, ["tally", str(file), "--explain", "b"]).stdout.splitlines()
    assert said[1] == "greedy: 2 of 3 plans win, 10 of 10 spent, 4 ballots"
    assert said[2].split()[:2] == ["won", "a"]
    assert said[-1] == (
        "b: This plan costs 3 euros. There were 0 euros left. It was 3 euros short. "
        "With 2 votes more it would have won. With the other way of counting it does not win."
    )


def test_other_rule_lot_and_groups_can_be_asked_for(file: Path, tmp_path: Path) -> None:
    assert _json(str(file), "--rule", "equal-shares")["rule"] == "equal-shares"
    assert _json(str(file), "--exclusive", "a, c")["plans"]["c"]["reason"] == "excluded"
    assert _json(str(file), "--lot", "x")["parameters"]["lot"] == "x"
    rule = tmp_path / "regel.json"
    rule.write_text(json.dumps(presets.equal_shares().to_dict()))
    assert _json(str(file), "--rule", str(rule))["parameters"] == presets.equal_shares().to_dict()


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (FILE.replace("4;b,c;paper", "4;b,x;paper"), [], "plan x staat niet bij PROJECTS"),
        (FILE.replace("rule;greedy", "rule;unknown"), [], "Zeg zelf met welke regel"),
        (FILE, ["--explain", "x"], "there is no plan x"),
        (FILE, ["--rule", "nothing.json"], "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(file: Path, content: str, words: list[str], said: str) -> None:
    file.write_text(content)
    found = CliRunner().invoke(app, ["tally", str(file), *words])
    assert isinstance(found.exception, WijkstemError)
    assert said in str(found.exception)


def test_terminal_says_it_in_english_and_fails_with_one(file: Path) -> None:
    file.write_text(FILE.replace("a;8;", "a;-8;"))
    code = "import sys; from wijkstem.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "tally", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.strip() == "Line 11: -8 is below zero. That is not possible here."


def test_terminal_without_a_count_does_not_load_the_arrays() -> None:
    code = "import sys, wijkstem.cli; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
