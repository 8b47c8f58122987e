"""The attack: somebody has the whole database, and everything that was logged, and wants to know who voted what.

They lay the voters in every order that the database shows beside the ballots in every order that it shows. Before the
box is stirred that works, which is what shows that this attack is one. Afterwards it does no better than guessing.
What is said of this to residents stands on the page /wijkbudget/geheim.

A vote on a question goes into the same box by the same two transactions. Still it is attacked by itself: its voters log in,
so they have accounts, and stand on an open roll in the order in which they came; and its means lets each of them in.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, Table, select, text
from structlog.testing import capture_logs

from tests.support.booth import a_vote, letters
from tests.support.votes import a_vote as a_question
from tests.support.votes import resident
from tests.support.world import HERE, World
from wijkstem.commands.ballots import Stir, tag_of
from wijkstem.domain.rolls import code_hash
from wijkstem.domain.voting_codes import new_code
from wijkstem.kit.db import forget_what_was_there
from wijkstem.kit.rows import metadata, table_of
from wijkstem.kit.scope import EVERY_MUNICIPALITY
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import RoundArea

#: Voters; and how many right guesses are more than chance. Of a shuffled pack of any size one card on average lies
#: where it lay, and twelve do in one of a thousand million packs.
MANY, LUCK = 60, 12

_ballot = table_of(Ballot)
_roll = table_of(RollEntry)

#: What the attacker wants: by the code hash of a voter on the roll, the tag of their ballot.
Truth = Mapping[str, str]


@dataclass(frozen=True)
class Night:
    """A vote in which everybody voted, in no order."""

    world: World
    round_id: UUID
    #: The column of the roll that has a value of each voter, and who voted what by it.
    voter: str
    truth: Truth


def vote_night(world: World, many: int = MANY) -> Night:
    """On a budget, with the codes of letters."""
    vote = a_vote(world)
    voters = letters(vote, many)
    random.shuffle(voters)
    for code in voters:
        vote.send(code, *random.sample((1, 2, 3, 4), 2))
    return Night(world, vote.round_id, "code_hash", _truth(world, vote.round_id, voters))


def question_night(world: World, many: int = MANY) -> Night:
    """On a question, by logging in: with codes that only the devices have."""
    vote = a_question(world)
    people = {new_code(): resident(world, f"voter {number}") for number in range(many)}
    voters = list(people)
    random.shuffle(voters)
    for code in voters:
        vote.send(people[code], [random.choice((1, 2, 3))], code)
    return Night(world, vote.round_id, "credential", _truth(world, vote.round_id, voters))


NightOf = Callable[..., Night]
NIGHTS = pytest.mark.parametrize("night_of", [vote_night, question_night])


def _truth(world: World, round_id: UUID, voters: Sequence[str]) -> Truth:
    keys = world.services.tag_keys
    here, key = (HERE, round_id), keys.current
    return {code_hash(keys, key, *here, code): tag_of(keys, key, *here, code) for code in voters}


def matched(truth: Truth, voters: Sequence[str], ballots: Sequence[str]) -> int:
    """How many voters are right when the first in the one order gets the first in the other, and so on."""
    return sum(truth[voter] == ballot for voter, ballot in zip(voters, ballots, strict=True))


def best_guess(
    truth: Truth, voters: Sequence[Sequence[str]], ballots: Sequence[Sequence[str]]
) -> int:
    return max(matched(truth, *each) for each in product(voters, ballots))


def orders(connection: Connection, table: Table, name: str) -> list[list[str]]:
    """``name`` of the rows in every order that PostgreSQL shows: by transaction, by place, and by each column."""
    hidden = (
        "xmin::text::bigint, cmin::text::bigint, ctid",
        "ctid",
        "xmin::text::bigint, ctid DESC",
    )
    columns = [column.name for column in table.columns if column.name != name]
    shown = select(table.c[name])
    return [
        list(connection.execute(shown.order_by(text(by))).scalars())
        for by in (*hidden, *(f"{column}, {name}" for column in (*columns, name)))
    ]


def in_the_files(connection: Connection, table: Table, found: Sequence[str]) -> list[str]:
    """The same by where each first stands in the table's own file, among what the database no longer shows."""
    connection.execute(text("CHECKPOINT"))
    asking = text(f"SELECT pg_read_binary_file(pg_relation_filepath('{table.name}'))")
    file = bytes(connection.execute(asking).scalar_one())
    return sorted(found, key=lambda one: _came(file.find(one.encode()), 8192))


def _came(place: int, size: int) -> tuple[int, int]:
    """Pages are filled one after the other, and each of them from its end."""
    return place // size, -place


def guess(night: Night) -> int:
    """What the best of all these attacks gets right."""
    engine = night.world.services.engine.execution_options(
        municipality=EVERY_MUNICIPALITY, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        voters = orders(connection, _roll, night.voter)
        ballots = orders(connection, _ballot, "tag")
        voters.append(in_the_files(connection, _roll, voters[0]))
        ballots.append(in_the_files(connection, _ballot, ballots[0]))
    return best_guess(night.truth, voters, ballots)


def stir(night: Night) -> None:
    """As `workers/stirring.py` does."""
    night.world.execute(Stir(night.round_id))
    forget_what_was_there(night.world.services.engine, _ballot)


@NIGHTS
def test_order_of_the_box_gives_everybody_away_until_it_is_stirred(
    postgres_world: World, night_of: NightOf
) -> None:
    night = night_of(postgres_world)
    before = guess(night)
    stir(night)
    after = guess(night)

    assert before == MANY, "the attack works, or this test shows nothing"
    assert after < LUCK


@NIGHTS
def test_places_in_the_file_of_the_small_engine_tell_nothing_after_stirring(
    sqlite_world: World, night_of: NightOf
) -> None:
    night = night_of(sqlite_world, 6)  # as many as lie on one page
    came = list(night.truth.values())
    database = sqlite_world.services.engine.url.database
    assert database is not None

    def pairs_in_order() -> float:
        """How many of all pairs of ballots lie as they came."""
        forget_what_was_there(sqlite_world.services.engine, _ballot)
        file = Path(database).read_bytes()
        size = int.from_bytes(file[16:18])
        # Only a row of the table itself has its seal in it.
        places = {row["tag"]: file.find(row["seal"].encode()) for row in sqlite_world.rows(Ballot)}
        pairs = [(_came(places[a], size), _came(places[b], size)) for a, b in combinations(came, 2)]
        return sum(one < other for one, other in pairs) / len(pairs)

    before, after = pairs_in_order(), []
    for _ in range(30):
        stir(night)
        after.append(pairs_in_order())

    assert before == 1, "the attack works, or this test shows nothing"
    assert 0.3 < sum(after) / len(after) < 0.7


@NIGHTS
def test_roll_and_box_have_no_value_in_common(world: World, night_of: NightOf) -> None:
    night = night_of(world)
    #: Of the round as a whole, and of each of its ballots alike.
    common = {"municipality_id", "round_id", "area_id", "seal_key", "method", "version"}
    ballots = world.rows(Ballot)
    own = {str(value) for row in ballots for name, value in row.items() if name not in common}
    elsewhere: dict[str, set[str]] = {}
    with world.services.reading_everywhere() as connection:
        for table in metadata.sorted_tables:
            if table is not _ballot:
                for row in connection.execute(select(table)):
                    elsewhere.setdefault(table.name, set()).update(map(str, row))
    assert len(ballots) == len(night.truth)
    assert {name: own & values for name, values in elsewhere.items() if own & values} == {}


@NIGHTS
def test_nothing_of_it_is_logged(world: World, night_of: NightOf) -> None:
    with capture_logs() as lines:
        night = night_of(world)
        stir(night)
    truth, areas = night.truth, world.rows(RoundArea)
    secrets = {
        value for row in world.rows(Ballot) for value in map(str, row.values()) if len(value) > 8
    }
    secrets -= {HERE, str(night.round_id), str(areas[0]["id"])}
    assert secrets >= set(truth.values())
    assert [line for line in lines if any(one in str(line) for one in secrets | truth.keys())] == []
