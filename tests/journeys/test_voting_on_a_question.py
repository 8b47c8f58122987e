"""A vote on a question from the council's choice to the outcome that anybody checks, on both engines."""

import json
import zipfile
from pathlib import Path

from typer.testing import CliRunner

from tests.support.votes import MadeVote, a_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.cli import app
from wijkstem.domain.board import receipt_of
from wijkstem.domain.voting_codes import new_code
from wijkstem.queries.round_files import published_files
from wijkstem.queries.vote_questions import vote_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tally.answers.rules import Method
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.rounds import BallotType


def checked(made: MadeVote, tmp_path: Path) -> dict[str, str]:
    """The files as anybody gets them, held against each other by the program."""
    with made.world.services.reading(HERE) as connection:
        files = published_files(connection, HERE, made.number)
    export = tmp_path / "export.zip"
    with zipfile.ZipFile(export, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    done = CliRunner().invoke(app, ["round", "verify", str(export), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["ok"]) == (0, True), done.stdout
    return files


def test_question_from_the_choice_of_the_council_to_a_verified_answer(
    world: World, tmp_path: Path
) -> None:
    made = a_vote(world, means={"audience": "residents"}, least_turnout=50, least_share=50)
    receipts = []
    for number, answer in enumerate((1, 1, 1, 2, 3)):
        who, code = resident(world, f"voter {number}"), new_code()
        receipts.append(made.send(who, [2], code).receipt)
        changed = made.send(who, [answer], code)
        # The same choice in another form is another ballot, and the last one counts.
        assert changed.changed
        receipts.append(changed.receipt)
    event = published(made)

    assert (event.outcome, event.winner, event.voters, event.blank, event.electorate) == (
        "answered", 1, 5, 0, 10,
    )  # fmt: skip
    assert (event.means_id, event.binding, event.decided_by) == (made.means_id, False, "raad")
    news = world.rows(DossierEntry, kind=EntryKind.NEWS)
    assert [(row["title"], row["text"], row["url"]) for row in news] == [
        (
            "Uitslag: Wat doen wij met het plein?",
            "Antwoord ‘Een park’ wint. De uitslag is een advies.",
            "/meedoen/2026-0001",
        )
    ]
    files = checked(made, tmp_path)
    on_board = {receipt_of(json.loads(line)["digest"]) for line in files["bord.jsonl"].splitlines()}
    assert set(receipts) <= on_board
    assert len(world.rows(Ballot)) == 10
    said = json.loads(files["uitslag-1.json"])
    assert said["result"]["answers"]["1"]["score"] == 3
    assert said["result"]["outcome"] == "answered"


def test_ranking_is_counted_two_by_two_and_verified(world: World, tmp_path: Path) -> None:
    made = a_vote(
        world, means={"level": "codecide"}, ballot=BallotType.RANKING, method=Method.SCHULZE
    )
    orders = [{1: 1, 2: 2, 3: 3}, {2: 1, 1: 2}, {1: 1, 3: 2}, {3: 1, 1: 2, 2: 3}]
    for number, order in enumerate(orders):
        made.send(resident(world, f"voter {number}"), order)
    event = published(made)

    assert (event.outcome, event.winner, event.binding) == ("answered", 1, True)
    said = json.loads(checked(made, tmp_path)["uitslag-1.json"])["result"]
    assert said["duels"]["1"] == {"2": 3, "3": 3}
    with world.services.reading(HERE) as connection:
        room = vote_of(connection, HERE, made.means_id, fewest=5)
    assert room is not None
    assert room.said is not None
    assert [one.voters for one in room.turnout] == [None], "four people are too few to be shown"
