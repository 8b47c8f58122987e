"""Who hears what of means: who wrote a statement, who took part and who follows; each person once, and twice is once."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.dialogue import answered_by_two_camps, computed, open_dialogue
from tests.support.discussed import contribution, discussion, said
from tests.support.means import FORM, row_of
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AccountMeans, CloseMeans
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.means import ChangeMeans
from wijkstem.commands.means_reminders import PassAccount, RemindOfMeans
from wijkstem.commands.statements import JudgeStatement, ProposeStatement
from wijkstem.commands.supporting_contributions import SupportContribution
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.errors import RuleBroken
from wijkstem.eventlog import positions
from wijkstem.events.base import Event
from wijkstem.events.dialogue import DialogueComputed, StatementPlaced, StatementRefused
from wijkstem.events.means import (
    MeansAccounted,
    MeansAccountLate,
    MeansClosed,
    MeansClosingNear,
)
from wijkstem.queries.all_letters import letters
from wijkstem.queries.means_letters import MeansLetter
from wijkstem.queries.means_sweep import municipalities_with_means_to_tell_of
from wijkstem.reactions import messages
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.words import Because, CaseKind, Role
from workers.reminding import remind

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


def to_tell(world: World) -> list[str]:
    with world.services.reading_everywhere() as connection:
        return municipalities_with_means_to_tell_of(connection, world.clock.now())


def test_closing_soon_is_told_once_to_who_follows_and_did_not_take_part(world: World) -> None:
    means_id = discussion(world)
    anna, bram, cato = (world.person(name) for name in ("anna", "bram", "cato"))
    said(world, means_id, anna)
    supports = SupportContribution(contribution(world, 1)["id"])
    world.execute(supports, cato)
    follows(world, means_id, anna, bram, cato)
    world.pass_days(9)
    assert (to_tell(world), remind(world.services, HERE)) == ([], 0)
    # Its last day is 15 March, and three days before that is the rule here.
    world.pass_days(1)
    assert to_tell(world) == [HERE]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    assert to_tell(world) == []
    world.settle()
    assert told_of(world, MeansClosingNear) == {bram.person_id: Because.FOLLOWS}
    [event] = world.events(MeansClosingNear)
    assert (event.closes_on, event.said_on) == (date(2026, 3, 15), date(2026, 3, 12))
    it = letter(world, bram, MeansClosingNear)
    assert (it.news, it.closes_on, it.stoppable) == ("closing_near", date(2026, 3, 15), True)
    assert refusal_code(world, RemindOfMeans(means_id)) == "not_near"


def refusal_code(world: World, command: object) -> str:
    with pytest.raises(RuleBroken) as no:
        world.execute(command, SYSTEM)
    return no.value.code


def test_short_means_is_not_reminded_of_and_a_later_day_comes_near_again(world: World) -> None:
    discussion(world, closes_on=date(2026, 3, 5))
    means_id = discussion(world)
    world.pass_days(2)
    assert (to_tell(world), remind(world.services, HERE)) == ([], 0)
    world.pass_days(8)
    # The short one closes, and the other comes near.
    assert remind(world.services, HERE) == 2
    row = row_of(world, means_id)
    later = replace(
        FORM, dossier_id=row["dossier_id"], closes_on=date(2026, 4, 1), news="Er is meer tijd."
    )
    world.execute(ChangeMeans(means_id, row["revision"], later), world.official)
    assert row_of(world, means_id)["remind_on"] == date(2026, 3, 29)
    world.pass_days(17)
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    assert [one.closes_on for one in world.events(MeansClosingNear)] == [
        date(2026, 3, 15), date(2026, 4, 1),
    ]  # fmt: skip


def test_late_account_is_told_once_is_a_case_and_ends_when_it_is_given(world: World) -> None:
    means_id, anna, clerk = discussion(world), world.person("anna"), world.clerk
    boss = world.person("boss", Role.ADMINISTRATOR)
    said(world, means_id, anna)
    world.pass_days(14)
    assert remind(world.services, HERE) == 1  # it closes
    assert refusal_code(world, PassAccount(means_id)) == "not_late"
    world.pass_days(35)
    assert to_tell(world) == []
    world.pass_days(1)
    assert to_tell(world) == [HERE]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    assert to_tell(world) == []
    world.settle()
    told = told_of(world, MeansAccountLate)
    assert anna.person_id not in told
    assert {world.official.person_id, clerk.person_id, boss.person_id} <= set(told)
    assert set(told.values()) == {Because.OFFICE}
    [event] = world.events(MeansAccountLate)
    assert (event.due_on, event.passed_on, event.to) == (
        date(2026, 4, 20), date(2026, 4, 21), "administrator",
    )  # fmt: skip
    assert letter(world, clerk, MeansAccountLate).news == "account_late"
    [case] = world.rows(Case, kind=CaseKind.MEANS)
    assert (case["target_id"], case["due_on"], case["assigned_to"], case["closed_at"]) == (
        means_id, date(2026, 4, 20), world.official.person_id, None,
    )  # fmt: skip
    assert refusal_code(world, PassAccount(means_id)) == "not_late"
    revision = row_of(world, means_id)["revision"]
    world.execute(AccountMeans(means_id, revision, "Er komen bomen."), world.official)
    [case] = world.rows(Case, kind=CaseKind.MEANS)
    assert case["closed_as"] == "went_on"


def test_only_the_clock_reminds(world: World) -> None:
    means_id = discussion(world)
    for command in (RemindOfMeans(means_id), PassAccount(means_id)):
        assert refusal(world, command, world.official) == "not_allowed"
