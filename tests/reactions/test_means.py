"""Who hears what of means: who wrote a statement, who took part and who follows; each person once, and twice is once."""

from uuid import UUID

import pytest

from tests.support.dialogue import answered_by_two_camps, computed, open_dialogue
from tests.support.discussed import discussion, said
from tests.support.means import row_of
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AccountMeans, CloseMeans
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.statements import JudgeStatement, ProposeStatement
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.eventlog import positions
from wijkstem.events.base import Event
from wijkstem.events.dialogue import DialogueComputed, StatementPlaced, StatementRefused
from wijkstem.events.means import MeansAccounted, MeansClosed
from wijkstem.queries.all_letters import letters
from wijkstem.queries.means_letters import MeansLetter
from wijkstem.reactions import messages
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.words import Because, CaseKind

WORDS = "Er moet een fontein komen."


def told_of(world: World, kind: type[Event]) -> dict[UUID | None, Because]:
    """Who was told of the last event of a kind, and why; everybody at most once."""
    at = [one.position for one in world.recorded() if isinstance(one.event, kind)][-1]
    rows = world.rows(InboxMessage, position=at)
    assert len({row["person_id"] for row in rows}) == len(rows)
    return {row["person_id"]: row["because"] for row in rows}


def letter(world: World, who: Actor, kind: type[Event]) -> MeansLetter:
    """What they read of the last event of a kind."""
    at = [one.position for one in world.recorded() if isinstance(one.event, kind)][-1]
    assert who.person_id is not None
    with world.services.reading(HERE) as connection:
        [found] = letters(
            connection,
            HERE,
            rules=world.services.rules.of(HERE),
            recipient_id=who.person_id,
            positions=[at],
        )
    assert isinstance(found, MeansLetter)
    return found


def proposed(world: World, means_id: UUID, who: Actor, words: str = WORDS) -> UUID:
    """The case of a statement that waits."""
    made = world.execute(ProposeStatement(means_id, words), who)
    [case] = world.rows(Case, kind=CaseKind.STATEMENT, target_id=made)
    id_: UUID = case["id"]
    return id_


def follows(world: World, means_id: UUID, *people: Actor) -> None:
    for who in people:
        world.execute(FollowDossier(row_of(world, means_id)["dossier_id"]), who)


@pytest.mark.parametrize("verdict", ["placed", "refused"])
def test_who_wrote_a_statement_hears_what_became_of_it(world: World, verdict: str) -> None:
    means_id, anna, bram = open_dialogue(world), world.person("anna"), world.person("bram")
    follows(world, means_id, bram)
    why = "Dit gaat over een persoon." if verdict == "refused" else ""
    world.execute(JudgeStatement(proposed(world, means_id, anna), verdict, why), world.official)
    world.settle()
    kind = StatementPlaced if verdict == "placed" else StatementRefused
    assert told_of(world, kind) == {anna.person_id: Because.REMARKED}
    it = letter(world, anna, kind)
    assert (it.news, it.statement, it.text) == (f"statement_{verdict}", WORDS, why)
    assert it.path.startswith(f"/meedoen/{row_of(world, means_id)['number']}")
    assert not it.stoppable


def test_statements_of_the_municipality_and_of_who_is_gone_are_told_to_nobody(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    world.settle()
    assert told_of(world, StatementPlaced) == {}
    case_id = proposed(world, means_id, anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), SYSTEM)
    world.execute(JudgeStatement(case_id, "placed"), world.official)
    world.settle()
    assert told_of(world, StatementPlaced) == {}


def test_statement_that_nobody_judged_in_time_is_told_too(world: World) -> None:
    means_id, anna, bram = open_dialogue(world), world.person("anna"), world.person("bram")
    follows(world, means_id, bram)
    proposed(world, means_id, anna)
    world.pass_days(14)
    world.execute(CloseMeans(means_id), SYSTEM)
    world.settle()
    assert told_of(world, MeansClosed) == {anna.person_id: Because.REMARKED}
    assert letter(world, anna, MeansClosed).news == "statement_lapsed"


def test_result_of_a_dialogue_reaches_who_took_part_and_who_follows_once(world: World) -> None:
    means_id, cato = open_dialogue(world), world.person("cato")
    people = answered_by_two_camps(world, means_id)
    follows(world, means_id, people[0], cato)
    assert computed(world) == 1
    world.settle()
    # What comes out while people still answer is not told.
    assert told_of(world, DialogueComputed) == {}
    world.pass_days(14)
    world.execute(CloseMeans(means_id), SYSTEM)
    assert computed(world) == 1
    world.settle()
    assert told_of(world, DialogueComputed) == {
        **{who.person_id: Because.TOOK_PART for who in people},
        people[0].person_id: Because.FOLLOWS,
        cato.person_id: Because.FOLLOWS,
    }
    it = letter(world, people[1], DialogueComputed)
    assert (it.news, it.stoppable) == ("computed", True)


def test_account_reaches_who_took_part(world: World) -> None:
    means_id, anna, bram = discussion(world), world.person("anna"), world.person("bram")
    for who in (anna, anna, bram):
        said(world, means_id, who)
    follows(world, means_id, bram)
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    revision = row_of(world, means_id)["revision"]
    world.execute(AccountMeans(means_id, revision, "Er komen bomen."), world.official)
    world.settle()
    assert told_of(world, MeansAccounted) == {
        anna.person_id: Because.TOOK_PART,
        bram.person_id: Because.FOLLOWS,
    }


def test_reading_the_log_again_tells_nobody_twice(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    world.execute(JudgeStatement(proposed(world, means_id, anna), "placed"), world.official)
    world.settle()
    before = world.rows(InboxMessage)
    with world.services.connection(HERE) as connection:
        positions.rewind(connection, messages.NAME, HERE)
    world.settle()
    assert world.rows(InboxMessage) == before
