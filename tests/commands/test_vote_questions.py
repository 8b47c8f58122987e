"""A vote on a question: what is refused, who may vote, and what stops it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.means import FORM as MEANS
from tests.support.means import made, row_of
from tests.support.rounds import officials
from tests.support.votes import (
    CLOSED,
    FORM,
    OPEN,
    OPENS_ON,
    a_vote,
    announced_vote,
    draft_vote,
    resident,
    settled,
)
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AnnounceMeans, CloseMeans, StopMeans
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.means import ChangeMeans
from wijkstem.commands.vote_questions import SettleVote
from wijkstem.domain.making_votes import OptionForm
from wijkstem.domain.people import Actor
from wijkstem.domain.vote_questions import QuestionFile
from wijkstem.errors import WijkstemError
from wijkstem.events.vote_questions import VoteAnswered, VoteFixed, VoteSettled
from wijkstem.queries.vote_questions import vote_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.means import Means
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words import Role
from wijkstem.words.means import MeansKind, MeansState
from wijkstem.words.rounds import Roll, RoundState
from workers.counting import count_votes


def refused(world: World, command: object, who: Actor | None = None) -> str:
    with pytest.raises(WijkstemError) as no:
        world.execute(command, who or world.official)
    return no.value.code


def turned_away(world: World, vote: Any, who: Actor) -> str:
    with pytest.raises(WijkstemError) as no:
        vote.send(who, [1])
    return no.value.code


def test_question_with_one_answer_is_refused(world: World) -> None:
    means_id = draft_vote(world)
    one = replace(FORM, options=(OptionForm("Een park"),))
    assert refusal(world, SettleVote(means_id, 0, one), world.official) == {"options": "one_option"}
    assert world.rows(BudgetRound) == []


def test_only_officials_settle_and_only_votes(world: World) -> None:
    vote, talk = draft_vote(world), made(world, MeansKind.DISCUSSION)
    assert refused(world, SettleVote(vote, 0, FORM), resident(world, "sam")) == "not_allowed"
    assert refused(world, SettleVote(talk, 0, FORM)) == "unknown_means"


def test_vote_is_announced_only_when_it_is_settled_and_time_is_left(world: World) -> None:
    means_id = draft_vote(world)
    announcing = AnnounceMeans(means_id, row_of(world, means_id)["revision"])
    assert refused(world, announcing) == "question_not_settled"
    today = draft_vote(world, opens_on=world.clock.at.date())
    settled(world, today)
    row = row_of(world, today)
    assert refusal(world, AnnounceMeans(today, row["revision"]), world.official) == {
        "opens": "vote_opens_later"
    }


def test_fixing_takes_two_and_everything_stands_in_the_file(world: World) -> None:
    vote = a_vote(world, means={"level": "codecide", "audience": "neighbourhoods", "places": ("WK990100",)})  # fmt: skip
    [row] = world.rows(BudgetRound)
    file = QuestionFile.from_json(row["rule_file"])
    assert (file.binding, file.audience, file.decided_by) == (True, "neighbourhoods", "raad")
    assert file.areas[0].places == ("WK990100",)
    assert [option.title for option in file.options] == ["Een park", "Een school", "Winkels"]
    [fixed] = world.events(VoteFixed)
    assert (fixed.digest, fixed.binding, fixed.electorate) == (file.digest, True, 10)
    assert fixed.asked_by != fixed.official_id
    assert len(world.events(VoteSettled)) == 1
    assert refused(world, SettleVote(vote.means_id, row["revision"], FORM)) == "round_fixed"


def test_who_asked_does_not_fix_and_nobody_fixes_what_was_changed(world: World) -> None:
    vote = announced_vote(world)
    one, other = vote.officials
    digest = world.execute(AskFreeze(vote.round_id, 1), one)
    assert refused(world, FreezeRound(vote.round_id, digest), one) == "four_eyes"
    world.execute(SettleVote(vote.means_id, 1, replace(FORM, electorate=11)), one)
    assert refused(world, FreezeRound(vote.round_id, digest), other) == "not_asked"
    world.clock.at = OPEN
    assert refused(world, AskFreeze(vote.round_id, 2), one) == "vote_began"


def test_what_is_fixed_stays_also_in_the_means(world: World) -> None:
    vote = announced_vote(world)
    later = replace(
        MEANS,
        kind=MeansKind.VOTE,
        dossier_id=row_of(world, vote.means_id)["dossier_id"],
        opens_on=OPENS_ON,
        closes_on=date(2026, 3, 20),
        news="Meer mensen vroegen erom.",
    )
    [row] = world.rows(Means)
    world.execute(ChangeMeans(vote.means_id, row["revision"], later), world.official)
    digest = world.execute(AskFreeze(vote.round_id, 1), vote.officials[0])
    world.execute(FreezeRound(vote.round_id, digest), vote.officials[1])
    again = ChangeMeans(vote.means_id, row["revision"] + 1, replace(later, closes_on=date(2026, 3, 25)))  # fmt: skip
    assert refused(world, again) == "vote_fixed"


@pytest.mark.parametrize(
    ("audience", "lives", "said"),
    [
        ({"audience": "residents"}, "WK990100", ""),
        ({"audience": "neighbourhoods", "places": ("WK990100",)}, "WK990100", ""),
        ({"audience": "neighbourhoods", "places": ("WK990100",)}, "WK990101", "not_for_you"),
    ],
)
def test_who_may_vote_follows_from_the_means(
    world: World, audience: dict[str, Any], lives: str, said: str
) -> None:
    vote = a_vote(world, means=audience)
    who = resident(world, "sam", lives)
    if said:
        assert turned_away(world, vote, who) == said
        assert world.rows(RollEntry) == []
    else:
        vote.send(who, [1])
        assert [row["neighbourhood_code"] for row in world.rows(RollEntry)] == [lives]


def test_who_is_too_young_or_not_on_a_closed_list_does_not_vote(world: World) -> None:
    vote = a_vote(world)
    child = resident(world, "child", born=date(2012, 1, 1))
    assert turned_away(world, vote, child) == "too_young_to_vote"


def test_list_that_is_closed_has_only_its_letters(world: World) -> None:
    vote = a_vote(world, roll=Roll.LIST)
    assert turned_away(world, vote, resident(world, "sam")) == "not_on_roll"


def test_vote_on_a_question_that_is_closed_is_refused(world: World) -> None:
    vote = a_vote(world)
    who = resident(world, "sam")
    world.clock.at = OPEN - timedelta(days=1)
    assert turned_away(world, vote, who) == "vote_not_open"
    world.clock.at = CLOSED
    assert turned_away(world, vote, who) == "vote_closed"
    assert world.rows(Ballot) == []


def test_running_vote_is_not_ended_early_but_it_can_stop(world: World) -> None:
    vote = a_vote(world)
    who = resident(world, "sam")
    vote.send(who, [1])
    assert refused(world, CloseMeans(vote.means_id, "Genoeg.")) == "vote_goes_on_until_its_day"
    [row] = world.rows(Means)
    world.execute(StopMeans(vote.means_id, row["revision"], "Het mag niet."), world.official)
    [stopped] = world.rows(BudgetRound)
    assert (stopped["state"], stopped["cancelled_because"]) == (
        RoundState.CANCELLED, "Het mag niet.",
    )  # fmt: skip
    assert turned_away(world, vote, who) == "vote_closed"
    world.clock.at = CLOSED
    count_votes(world.services, HERE)
    assert world.events(VoteAnswered) == []


def test_turnout_is_told_by_neighbourhood_after_the_close_without_small_numbers(
    world: World,
) -> None:
    vote = a_vote(world, electorate=20)
    for number in range(9):
        lives = "WK990100" if number < 6 else "WK990101"
        vote.send(resident(world, f"voter {number}", lives), [1 + number % 3])

    def turnout() -> list[tuple[str, int | None]]:
        with world.services.reading(HERE) as connection:
            room = vote_of(connection, HERE, vote.means_id, fewest=5)
        assert room is not None
        return [(one.code, one.voters) for one in room.turnout]

    assert turnout() == [], "nothing while people vote"
    world.clock.at = CLOSED
    count_votes(world.services, HERE)
    assert turnout() == [("WK990100", None), ("WK990101", None)], "3, and what would tell of them"
    [row] = world.rows(Means)
    world.execute(CloseMeans(vote.means_id), officials(world)[0])
    assert row_of(world, vote.means_id)["state"] is MeansState.CLOSED
    assert row["state"] is MeansState.ANNOUNCED


def test_person_is_nobody_in_the_box(world: World) -> None:
    vote = a_vote(world)
    who = resident(world, "sam")
    vote.send(who, [2])
    [ballot], [entry] = world.rows(Ballot), world.rows(RollEntry)
    assert who.person_id not in ballot.values()
    assert not set(map(str, ballot.values())) & {entry["credential"], entry["person_tag"]}
    assert "neighbourhood_code" not in ballot
    assert Role.RESIDENT in who.roles
