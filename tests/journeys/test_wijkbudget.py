"""A wijkbudget from idea to result: residents bring plans in, vote online and on paper, and anybody counts it again."""

import json
import zipfile
from pathlib import Path
from uuid import UUID

from typer.testing import CliRunner

from tests.support.rounds import MadeRound, a_round
from tests.support.world import ADULT as BORN
from tests.support.world import HERE, World
from wijkstem.cli import app
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.ballots import Cast, CastBallot, new_nonce
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.counting import ApproveResult, CheckSheet
from wijkstem.commands.marking import Marked, MarkOnPaper, MarkRoll
from wijkstem.commands.paper_ballots import EnterSheet, OpenBatch
from wijkstem.domain.board import receipt_of
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.voting_codes import new_code
from wijkstem.events.counting import ResultPublished, RoundCounted
from wijkstem.events.initiatives import StepTaken
from wijkstem.queries.round_files import published_files
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.paper_ballots import BallotCheck
from wijkstem.words import Role
from wijkstem.words.rounds import RoundState, VotingWay
from workers.counting import count_votes

BENCH, TREES, TABLE = "Een bankje op het plein", "Bomen langs de gracht", "Een tafel om te schaken"


def resident(world: World, name: str, lives: str) -> Actor:
    identity = Identity(f"test:{name}", name, neighbourhood_code=lives, birth_date=BORN)
    who: LoggedIn = world.execute(LogIn(identity))
    return Actor(who.person_id, frozenset({Role.RESIDENT}))


def vote(world: World, made: MadeRound, who: Actor, code: str, *titles: str) -> Cast:
    """Both halves, as the website does them: the roll, and then the box, which knows of nobody."""
    marked: Marked = world.execute(MarkRoll(made.id, code, VotingWay.LOGIN), who)
    typed = {made.numbers[title]: "1" for title in titles}
    command = CastBallot(made.id, marked.area_id, code, marked.tag_key, typed, new_nonce())
    done: Cast = world.execute(command, ANYONE)
    return done


def test_wijkbudget_from_idea_to_a_result_that_anybody_checks(world: World, tmp_path: Path) -> None:
    made = a_round(world)
    receipts = _online(world, made)
    pile = _on_paper(world, made)

    # The vote is over, and the paper is entered: an official closes, and a worker counts.
    world.clock.at = made.closes_at
    count_votes(world.services, HERE)
    first, second = made.officials
    world.execute(CloseRound(made.id), first)
    count_votes(world.services, HERE)
    for row in world.rows(BallotCheck):
        world.execute(CheckSheet(pile, row["sheet"], same=True), second)
    (counted,) = world.events(RoundCounted)
    assert world.execute(ApproveResult(made.id, counted.digest), first) is RoundState.COUNTED
    assert world.execute(ApproveResult(made.id, counted.digest), second) is RoundState.PUBLISHED

    _plans_go_on(world, made)
    _anybody_checks(world, made, receipts, tmp_path)


def _online(world: World, made: MadeRound) -> list[str]:
    """Five in the centre, one of whom changes their mind, and one outside."""
    receipts = []
    for number in range(5):
        who, code = resident(world, f"voter {number}", "WK990100"), new_code()
        receipts.append(vote(world, made, who, code, BENCH, TABLE).receipt)
        if number == 0:
            changed = vote(world, made, who, code, BENCH, TREES)
            assert changed.changed
            receipts.append(changed.receipt)
    outside = resident(world, "outside", "WK990101")
    receipts.append(vote(world, made, outside, new_code(), "Een kast met boeken").receipt)
    return receipts


def _on_paper(world: World, made: MadeRound) -> UUID:
    """Two at the desk; both sheets are read by two officials, and one of them is spoilt."""
    first, second = made.officials
    for number in ("999990019", "999990032"):
        world.execute(
            MarkOnPaper(made.id, f"bsn:{number}", born=BORN, area_id=made.areas["Centrum"]), first
        )
    pile: UUID = world.execute(OpenBatch(made.id, made.areas["Centrum"], 2), first)
    for who in (first, second):
        world.execute(EnterSheet(pile, 1, str(made.numbers[TREES])), who)
        world.execute(EnterSheet(pile, 2, None), who)
    return pile


def _plans_go_on(world: World, made: MadeRound) -> None:
    """Each on its own path, by what residents chose; everybody who follows is told by the step."""
    world.settle()
    (event,) = world.events(ResultPublished)
    assert set(event.chosen) == {
        made.plans[title] for title in (BENCH, TABLE, "Een kast met boeken")
    }
    steps = {row["id"]: row["step"] for row in world.rows(Initiative)}
    for plan in event.chosen:
        assert steps[plan] == "agreement"
    for plan in event.not_chosen:
        assert steps[plan] == "not_chosen"
    taken = [
        one.outcome for one in world.events(StepTaken) if one.outcome in {"choose", "not_choose"}
    ]
    assert (taken.count("choose"), taken.count("not_choose")) == (3, 2)


def _anybody_checks(world: World, made: MadeRound, receipts: list[str], tmp_path: Path) -> None:
    with world.services.reading(HERE) as connection:
        files = published_files(connection, HERE, made.number)
    export = tmp_path / "export.zip"
    with zipfile.ZipFile(export, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    checked = CliRunner().invoke(app, ["round", "verify", str(export), "--json"])
    assert (checked.exit_code, json.loads(checked.stdout)["ok"]) == (0, True)

    on_board = {receipt_of(json.loads(line)["digest"]) for line in files["bord.jsonl"].splitlines()}
    assert set(receipts) <= on_board
    assert len(world.rows(Ballot)) == len(receipts) + 1
    centre = json.loads(files["uitslag-1.json"])["result"]
    assert (centre["voters"], centre["cost"]) == (6, 700)
