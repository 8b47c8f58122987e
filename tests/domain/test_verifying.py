"""Checking a round from its files: what was published is right, and nothing can be changed in it unseen."""

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.voted import counted, published, voting
from tests.support.world import HERE, World
from wijkstem.cli import app
from wijkstem.domain.verifying import verify
from wijkstem.kit.canonical import sha256
from wijkstem.queries.round_files import published_files
from wijkstem.tables.counting import CountAlarm
from wijkstem.tally import presets
from wijkstem.words.rounds import CountProblem

Files = dict[str, str]
Change = Callable[[Files], None]


_MADE: Files = {}


@pytest.fixture
def files(request: pytest.FixtureRequest) -> Files:
    """Of a round with two areas and forty-one ballots by equal shares; made once, and changed in copies."""
    if not _MADE:
        _MADE.update(_files(request.getfixturevalue("sqlite_world")))
    return dict(_MADE)


def _files(world: World) -> Files:
    vote = voting(world, count=presets.equal_shares())
    chance = random.Random(6)
    for number in range(40):
        area, plans = (1, (1, 2, 3)) if number % 3 else (2, (4, 5))
        vote.cast(area, *chance.sample(plans, chance.randint(1, len(plans))))
    vote.cast(2, 4)
    published(vote)
    with world.services.reading(HERE) as connection:
        return published_files(connection, HERE, "2026-1")


def wrong(files: Files) -> set[str]:
    return {check.name for check in verify(files) if not check.ok}


def test_what_is_published_is_right(files: Files) -> None:
    assert wrong(files) == set()
    assert sorted(files) == [
        "bord.jsonl",
        "koppen.json",
        "regels.json",
        "sluiting.json",
        "stemmen-1.pb",
        "stemmen-2.pb",
        "uitslag-1.json",
        "uitslag-2.json",
    ]


def _edit(name: str, old: str, new: str) -> Change:
    def change(files: Files) -> None:
        assert old in files[name], name
        files[name] = files[name].replace(old, new, 1)

    return change


def _swap(one: str, other: str) -> Change:
    def change(files: Files) -> None:
        files[one], files[other] = files[other], files[one]

    return change


def _drop_line(place: int) -> Change:
    def change(files: Files) -> None:
        lines = files["bord.jsonl"].split("\n")
        del lines[place]
        files["bord.jsonl"] = "\n".join(lines)

    return change


def _swap_lines(files: Files) -> None:
    lines = files["bord.jsonl"].split("\n")
    lines[1], lines[2] = lines[2], lines[1]
    files["bord.jsonl"] = "\n".join(lines)


def _drop_ballot(files: Files) -> None:
    lines = files["stemmen-1.pb"].rstrip("\n").split("\n")
    files["stemmen-1.pb"] = "\n".join(lines[:-1]) + "\n"


def _another_ballot(files: Files) -> None:
    files["stemmen-1.pb"] += '99;"1,2"\n'


def _gone(files: Files) -> None:
    del files["stemmen-2.pb"]


def _drop_head(files: Files) -> None:
    said = json.loads(files["koppen.json"])
    del said["heads"][-1]
    files["koppen.json"] = json.dumps(said)


def _forged_root(files: Files) -> None:
    said = json.loads(files["koppen.json"])
    said["heads"][0]["root"] = sha256("another")
    files["koppen.json"] = json.dumps(said)


def _never_closed(files: Files) -> None:
    said = json.loads(files["koppen.json"])
    said["heads"][0]["closing"] = False
    files["koppen.json"] = json.dumps(said)


CHANGES: dict[str, tuple[Change, str]] = {
    "a cost in the rules": (_edit("regels.json", '"cost":400', '"cost":399'), "rules"),
    "a budget in the rules": (_edit("regels.json", '"budget":1000', '"budget":2000'), "rules"),
    "a blank in the rules": (_edit("regels.json", "{", "{ "), "rules_text"),
    "a ballot": (_edit("stemmen-1.pb", "\n1;", "\n1;3,"), "on_board"),
    "a cost in the file": (_edit("stemmen-1.pb", "1;400;", "1;300;"), "ballots_file"),
    "a ballot less": (_drop_ballot, "count"),
    "a ballot more": (_another_ballot, "count"),
    "the winners": (_edit("uitslag-1.json", '"winners": [', '"winners": ["9",'), "result"),
    "the files of two areas": (_swap("stemmen-1.pb", "stemmen-2.pb"), "count"),
    "the results of two areas": (_swap("uitslag-1.json", "uitslag-2.json"), "result"),
    "a line of the board that is gone": (_drop_line(3), "board_numbers"),
    "the last line that is gone": (_drop_line(-2), "head"),
    "two lines the other way round": (_swap_lines, "board_numbers"),
    "a head that is gone": (_drop_head, "head_order"),
    "a head with another root": (_forged_root, "head"),
    "a close that never was": (_never_closed, "after_close"),
    "fewer voters in the totals": (_edit("sluiting.json", '"on_roll":', '"on_roll":-'), "closing"),
    "an area that the totals do not have": (
        _edit("sluiting.json", '"area":2', '"area":3'),
        "areas",
    ),
    "totals that are text": (_edit("sluiting.json", '"codes":26', '"codes":"26"'), "reading"),
    "a file that is gone": (_gone, "files"),
    "a file too many": (lambda files: files.update({"extra.txt": ""}), "no_more_files"),
    "no JSON": (lambda files: files.update({"koppen.json": "{"}), "reading"),
    "no Pabulib": (lambda files: files.update({"stemmen-1.pb": "META\n"}), "count"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_change_is_found(files: Files, what: str) -> None:
    change, name = CHANGES[what]
    change(files)

    assert name in wrong(files)


def test_every_letter_counts(files: Files) -> None:
    """Whatever letter becomes another one, something is found."""
    chance = random.Random(8)
    for name, text in files.items():
        for _ in range(3):
            place = chance.randrange(len(text) - 1)
            other = "7" if text[place] != "7" else "8"
            assert wrong({**files, name: text[:place] + other + text[place + 1 :]}), (name, place)


def test_more_codes_in_the_end_than_the_rules_name_are_found(files: Files) -> None:
    """In files that were made to fit each other as well as they could."""
    _edit("regels.json", '"codes":10000', '"codes":10')(files)
    assert "codes" in wrong(files)


def test_voting_codes_that_were_made_after_the_rules_are_found(sqlite_world: World) -> None:
    """Whoever puts voters on the roll while people vote, with a code of their own for each."""
    vote = voting(sqlite_world, codes=2)
    for _ in range(3):
        vote.cast(1, 1)
    counted(vote)
    [alarm] = sqlite_world.rows(CountAlarm)
    assert alarm["problem"] is CountProblem.TOO_MANY


@contextmanager
def _zipped(files: Files, folder: Path) -> Iterator[Path]:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    yield path


def test_command_says_what_is_right_and_what_is_wrong(files: Files, tmp_path: Path) -> None:
    with _zipped(files, tmp_path) as path:
        done = CliRunner().invoke(app, ["round", "verify", str(path)])
    assert (done.exit_code, done.stdout.split("\n")[-2]) == (
        0,
        f"{len(verify(files))} checks, all right.",
    )

    files["stemmen-1.pb"] = files["stemmen-1.pb"].replace("1;400;", "1;300;")
    with _zipped(files, tmp_path) as path:
        done = CliRunner().invoke(app, ["round", "verify", str(path), "--json"])
    said = json.loads(done.stdout)
    assert (done.exit_code, said["ok"]) == (1, False)
    assert "ballots_file" in {check["check"] for check in said["checks"] if not check["ok"]}
