"""A council's advice through its commands, on both engines."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from tests.support.advising import WHY, advising_rules, asked, members, plan
from tests.support.world import World, make_world
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.advice import (
    AdviseUnasked,
    CastVote,
    CloseVote,
    RecordAdvice,
    StepAside,
)
from wijkstem.commands.answering import AnswerAdvice, LookAtAdvice
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.terms import PassTerm
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken, WijkstemError
from wijkstem.events.advice import (
    AdviceAnswered,
    AdviceAnswerLate,
    AdviceBegun,
    AdviceGiven,
    AdviceNearlyDue,
    AdvicePassedOn,
)
from wijkstem.events.initiatives import StepTaken
from wijkstem.kit.ids import new_id
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice
from wijkstem.tables.engine import Refusal
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Heeded, Interest, Milestone, Role

Made = Callable[..., World]


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Made]:
    """A platform with the instrument, and with other rules of advice where a test asks for them."""
    worlds: list[World] = []

    def make(**changed: str) -> World:
        worlds.append(
            make_world(database_url, advising_rules(tmp_path / f"rules-{len(worlds)}", **changed))
        )
        return worlds[-1]

    yield make
    for world in worlds:
        world.services.engine.dispose()


VOTE = '{{ by = "{by}", closes = "{closes}", quorum_percent = 50, tie = "none", no_quorum = "{no_quorum}", assumed = true }}'


def vote_rule(
    by: str = "members", closes: str = "member", no_quorum: str = "sounding_group"
) -> str:
    return VOTE.format(by=by, closes=closes, no_quorum=no_quorum)


def row(world: World, advice_id: UUID) -> dict[str, object]:
    [found] = world.rows(NeighbourhoodAdvice, id=advice_id)
    return found


def refused(world: World, command: object, actor: object, kind: type[WijkstemError]) -> str:
    """The code with which it is refused; nothing was written."""
    before = (world.rows(NeighbourhoodAdvice), world.rows(AdviceVoice), len(world.recorded()))
    with pytest.raises(kind) as wrong:
        world.execute(command, actor)  # type: ignore[arg-type]  # an Actor, said shorter
    assert (
        world.rows(NeighbourhoodAdvice),
        world.rows(AdviceVoice),
        len(world.recorded()),
    ) == before
    return wrong.value.code


def step(world: World, initiative_id: UUID) -> str:
    [found] = world.rows(Initiative, id=initiative_id)
    return str(found["step"])


def test_council_is_asked_votes_and_the_plan_goes_on(made: Made) -> None:
    world = made()
    anna, bram, coba = members(world)
    about = plan(world)
    advice = asked(world, about)
    assert [(e.step_seq, e.by, e.due_on) for e in world.events(AdviceBegun)] == [
        (2, Adviser.COUNCIL, date(2026, 3, 30))
    ]

    world.execute(CastVote(advice, Advice.NEGATIVE, WHY), anna)
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), anna)
    world.execute(CastVote(advice, Advice.CONDITIONAL, WHY, "Wel na tien uur stil."), bram)
    assert world.events(AdviceGiven) == []
    close = CloseVote(
        advice, "1-1-0-0-0", "De wijkraad is blij met dit plan.", "Na tien uur is het stil."
    )
    world.execute(close, coba)
    world.settle()

    [given] = world.events(AdviceGiven)
    assert (given.advice, given.positive, given.conditional, given.members) == (
        Advice.CONDITIONAL,
        1,
        1,
        3,
    )
    assert (given.answer_due_on, given.recorded_by) == (date(2026, 3, 30), coba.person_id)
    found = row(world, advice)
    assert (found["reasons"], found["conditions"]) == (close.reasons, close.conditions)
    assert step(world, about) == "deciding"
    assert [(e.means, e.taken_by) for e in world.events(StepTaken)][-1] == (
        Milestone.ADVISED,
        "system",
    )
    for late in (CastVote(advice, Advice.POSITIVE, WHY), StepAside(advice, Interest.WORK), close):
        assert refused(world, late, anna, Conflict) == "advice_closed"


def test_vote_closes_itself_when_the_rules_say_so(made: Made) -> None:
    world = made(vote=vote_rule(closes="all_voted"))
    anna, bram, coba = members(world)
    advice = asked(world, plan(world))
    world.execute(CastVote(advice, Advice.NEGATIVE, WHY + " Van Anna."), anna)
    world.execute(CastVote(advice, Advice.NEGATIVE, WHY + " Van Bram."), bram)
    assert refused(world, CloseVote(advice, "0-0-2-0-0", WHY), coba, RuleBroken) == "closes_itself"
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), coba)

    [given] = world.events(AdviceGiven)
    assert (given.advice, given.negative, given.positive, given.recorded_by) == (
        Advice.NEGATIVE,
        2,
        1,
        None,
    )
    assert set(str(row(world, advice)["reasons"]).split("\n\n")) == {
        WHY + " Van Anna.",
        WHY + " Van Bram.",
    }


def test_last_who_steps_aside_can_be_the_last_that_was_waited_for(made: Made) -> None:
    world = made(vote=vote_rule(closes="all_voted"))
    anna, bram, coba = members(world)
    advice = asked(world, plan(world))
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), anna)
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), bram)
    world.execute(StepAside(advice, Interest.NEXT_DOOR), coba)

    [given] = world.events(AdviceGiven)
    assert (given.advice, given.positive, given.aside) == (Advice.POSITIVE, 2, 1)


def test_who_steps_aside_takes_the_vote_back_and_cannot_vote(made: Made) -> None:
    world = made()
    anna, bram, coba = members(world)
    advice = asked(world, plan(world))
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), anna)
    world.execute(StepAside(advice, Interest.FAMILY), anna)

    [voice] = world.rows(AdviceVoice)
    assert (voice["choice"], voice["reasons"], voice["interest"]) == (None, "", Interest.FAMILY)
    assert (
        refused(world, CastVote(advice, Advice.POSITIVE, WHY), anna, RuleBroken) == "stepped_aside"
    )
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), bram)
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), coba)
    assert refused(world, CloseVote(advice, "2-0-0-0-1", WHY), anna, RuleBroken) == "stepped_aside"
    world.execute(CloseVote(advice, "2-0-0-0-1", WHY), bram)
    assert [(e.positive, e.aside) for e in world.events(AdviceGiven)] == [(2, 1)]


@pytest.mark.parametrize("no_quorum", ["sounding_group", "no_advice"])
def test_too_many_who_step_aside_leave_it_to_what_the_rules_say(made: Made, no_quorum: str) -> None:
    world = made(vote=vote_rule(no_quorum=no_quorum))
    anna, bram, coba = members(world)
    about = plan(world)
    advice = asked(world, about)
    world.execute(StepAside(advice, Interest.WORK), anna)
    world.execute(StepAside(advice, Interest.WORK), bram)
    world.settle()

    [passed_on] = world.events(AdvicePassedOn)
    if no_quorum == "no_advice":
        [given] = world.events(AdviceGiven)
        assert (passed_on.by, given.advice, given.aside, given.answer_due_on) == (
            Adviser.NOBODY,
            Advice.NONE,
            2,
            None,
        )
        assert step(world, about) == "deciding"
        return
    assert (passed_on.by, row(world, advice)["state"]) == (Adviser.SOUNDING_GROUP, AdviceState.OPEN)
    assert (
        refused(world, CastVote(advice, Advice.POSITIVE, WHY), coba, RuleBroken)
        == "not_this_adviser"
    )
    world.execute(RecordAdvice(advice, Advice.POSITIVE, WHY, present=6), world.official)
    world.settle()
    assert [(e.by, e.members) for e in world.events(AdviceGiven)] == [(Adviser.SOUNDING_GROUP, 6)]
    assert step(world, about) == "deciding"


def test_only_members_of_that_neighbourhood_who_are_members_now(made: Made) -> None:
    world = made()
    anna, bram, _ = members(world)
    there = world.person("dirk", Role.NEIGHBOURHOOD_COUNCIL, council_of="WK990101")
    guest = world.person("gast", Role.NEIGHBOURHOOD_COUNCIL, where="buurdorp")
    advice = asked(world, plan(world))
    for command in (
        CastVote(advice, Advice.POSITIVE, WHY),
        StepAside(advice, Interest.WORK),
        CloseVote(advice, "0-0-0-0-0", WHY),
        RecordAdvice(advice, Advice.POSITIVE, WHY, present=3),
    ):
        for actor in (there, world.person("bewoner"), world.official):
            assert refused(world, command, actor, NotAllowed) == "not_allowed"
        assert refused(world, command, guest, NotFound) == "unknown_person"
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), anna)
    world.person("anna", Role.RESIDENT)  # comes in again, and is no member any more
    assert refused(world, CastVote(advice, Advice.NEGATIVE, WHY), anna, NotAllowed) == "role_ended"
    world.execute(CastVote(advice, Advice.NEGATIVE, WHY), bram)
    world.execute(CloseVote(advice, "0-0-1-0-0", WHY), bram)
    assert [(e.positive, e.negative, e.members) for e in world.events(AdviceGiven)] == [(0, 1, 2)]


def test_bad_input_is_refused_and_changes_nothing(made: Made) -> None:
    world = made()
    anna, bram, _ = members(world)
    advice = asked(world, plan(world))
    assert refused(world, CastVote(advice, Advice.POSITIVE, " kort "), anna, Invalid) == "invalid"
    assert refused(world, CastVote(advice, Advice.CONDITIONAL, WHY), anna, Invalid) == "invalid"
    assert (
        refused(world, CastVote(new_id(), Advice.POSITIVE, WHY), anna, NotFound) == "unknown_advice"
    )
    assert (
        refused(world, RecordAdvice(advice, Advice.POSITIVE, WHY, present=3), anna, RuleBroken)
        == "by_votes"
    )
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), anna)
    assert refused(world, CloseVote(advice, "1-0-0-0-0", WHY), anna, RuleBroken) == "no_quorum"
    world.execute(CastVote(advice, Advice.NEGATIVE, WHY), bram)
    assert refused(world, CloseVote(advice, "1-0-0-0-0", WHY), anna, Conflict) == "votes_changed"
    assert refused(world, CloseVote(advice, "1-0-1-0-0", ""), anna, Invalid) == "invalid"


def test_member_who_filed_it_leaves_it_to_the_others(made: Made) -> None:
    world = made()
    anna, *_ = members(world)
    advice = asked(world, plan(world, by=anna))
    assert refused(world, CastVote(advice, Advice.POSITIVE, WHY), anna, RuleBroken) == "own_plan"
    world.execute(StepAside(advice, Interest.OWN_PLAN), anna)


def test_council_that_decides_as_one(made: Made) -> None:
    world = made(vote=vote_rule(by="as_one"))
    anna, bram, _ = members(world)
    about = plan(world)
    advice = asked(world, about)
    assert refused(world, CastVote(advice, Advice.POSITIVE, WHY), anna, RuleBroken) == "no_votes"
    assert refused(world, CloseVote(advice, "0-0-0-0-0", WHY), anna, RuleBroken) == "closes_itself"
    assert (
        refused(world, RecordAdvice(advice, Advice.POSITIVE, WHY, present=1), anna, Invalid)
        == "invalid"
    )
    world.execute(StepAside(advice, Interest.WORK), bram)
    record = RecordAdvice(advice, Advice.NEGATIVE, WHY, present=2)
    assert refused(world, record, bram, RuleBroken) == "stepped_aside"
    world.execute(record, anna)
    world.settle()
    [given] = world.events(AdviceGiven)
    assert (given.by, given.advice, given.negative, given.aside, given.members) == (
        Adviser.COUNCIL,
        Advice.NEGATIVE,
        0,
        1,
        2,
    )
    assert step(world, about) == "deciding"


def test_neighbourhood_without_a_council_has_a_sounding_group(made: Made) -> None:
    world = made()
    about = plan(world, where="WK990101")
    advice = asked(world, about)
    assert [e.by for e in world.events(AdviceBegun)] == [Adviser.SOUNDING_GROUP]
    record = RecordAdvice(advice, Advice.CONDITIONAL, WHY, "Eerst een proef.", present=4)
    assert refused(world, record, world.official, Invalid) == "invalid"
    assert refused(world, record, members(world)[0], NotAllowed) == "not_allowed"
    world.execute(
        RecordAdvice(advice, Advice.CONDITIONAL, WHY, "Eerst een proef.", present=5), world.official
    )
    world.settle()
    assert step(world, about) == "deciding"


def test_neighbourhood_without_a_council_can_go_on_without_advice(made: Made) -> None:
    world = made(no_council='{ instead = "no_advice", assumed = true }')
    about = plan(world, where="WK990101")
    world.settle()
    assert [(e.by, e.advice, e.answer_due_on) for e in world.events(AdviceGiven)] == [
        (Adviser.NOBODY, Advice.NONE, None)
    ]
    assert step(world, about) == "deciding"


@pytest.mark.parametrize(("cast", "means"), [(2, Milestone.ADVISED), (1, Milestone.ADVICE_MISSED)])
def test_term_that_passes_takes_the_votes_when_there_are_enough(
    made: Made, cast: int, means: Milestone
) -> None:
    world = made()
    council = members(world)
    about = plan(world)
    advice = asked(world, about)
    for member in council[:cast]:
        world.execute(CastVote(advice, Advice.POSITIVE, WHY), member)
    world.pass_days(29)
    world.execute(PassTerm(about, 2))
    world.settle()
    state = AdviceState.GIVEN if cast == 2 else AdviceState.MISSED
    assert (row(world, advice)["state"], step(world, about)) == (state, "deciding")
    assert world.events(StepTaken)[-1].means is means
    assert len(world.events(StepTaken)) == 2
    assert world.rows(Refusal) == []
    assert (
        refused(world, CastVote(advice, Advice.POSITIVE, WHY), council[2], Conflict)
        == "advice_closed"
    )


def test_plan_that_is_withdrawn_needs_no_advice_any_more(made: Made) -> None:
    world = made()
    anna, *_ = members(world)
    about = plan(world)
    advice = asked(world, about)
    world.execute(TakeStep(about, 2, "withdraw"), world.person("submitter"))
    assert row(world, advice)["state"] is AdviceState.DROPPED
    assert refused(world, CastVote(advice, Advice.POSITIVE, WHY), anna, Conflict) == "advice_closed"
    assert (
        refused(world, AdviseUnasked(about, Advice.POSITIVE, WHY), anna, RuleBroken)
        == "closed_already"
    )


def test_members_are_reminded_once(made: Made) -> None:
    world = made()
    members(world)
    advice = asked(world, plan(world))
    world.pass_days(20)
    assert refused(world, LookAtAdvice(advice), world.official, RuleBroken) == "nothing_to_see"
    world.pass_days(1)
    world.execute(LookAtAdvice(advice))
    assert [e.due_on for e in world.events(AdviceNearlyDue)] == [date(2026, 3, 30)]
    assert refused(world, LookAtAdvice(advice), world.official, RuleBroken) == "nothing_to_see"


def given(world: World) -> tuple[UUID, UUID]:
    anna, bram, _ = members(world)
    about = plan(world)
    advice = asked(world, about)
    for member in (anna, bram):
        world.execute(CastVote(advice, Advice.NEGATIVE, WHY), member)
    world.execute(CloseVote(advice, "0-0-2-0-0", WHY), anna)
    world.settle()
    return about, advice


def test_municipality_answers_with_reasons_when_it_departs(made: Made) -> None:
    world = made()
    about, advice = given(world)
    for actor in (world.clerk, world.person("submitter"), members(world)[0]):
        assert (
            refused(world, AnswerAdvice(advice, Heeded.FOLLOWED), actor, NotAllowed)
            == "not_allowed"
        )
    assert (
        refused(world, AnswerAdvice(advice, Heeded.DEPARTED, "Nee."), world.official, Invalid)
        == "invalid"
    )
    world.execute(
        TakeStep(about, 3, "grant", reasons=WHY), world.official
    )  # an answer is owed all the same
    world.pass_days(10)
    world.execute(AnswerAdvice(advice, Heeded.DEPARTED, WHY), world.official)
    [answered] = world.events(AdviceAnswered)
    assert (answered.heeded, answered.days, answered.was_due_on) == (
        Heeded.DEPARTED,
        10,
        date(2026, 3, 30),
    )
    assert (
        refused(world, AnswerAdvice(advice, Heeded.FOLLOWED), world.official, Conflict)
        == "answered_already"
    )


def test_answer_that_is_late_is_recorded_once_and_still_owed(made: Made) -> None:
    world = made()
    _, advice = given(world)
    world.pass_days(28)
    assert refused(world, LookAtAdvice(advice), world.official, RuleBroken) == "nothing_to_see"
    world.pass_days(1)
    world.execute(LookAtAdvice(advice))
    assert [(e.due_on, e.passed_on) for e in world.events(AdviceAnswerLate)] == [
        (date(2026, 3, 30), date(2026, 3, 31))
    ]
    assert refused(world, LookAtAdvice(advice), world.official, RuleBroken) == "nothing_to_see"
    world.execute(AnswerAdvice(advice, Heeded.FOLLOWED), world.official)
    assert [e.days for e in world.events(AdviceAnswered)] == [29]


def test_unasked_advice_by_a_vote_of_the_council(made: Made) -> None:
    world = made()
    anna, bram, coba = members(world)
    about = world.open()
    advice = world.execute(AdviseUnasked(about, Advice.POSITIVE, WHY), anna)
    assert (row(world, advice)["step_seq"], row(world, advice)["state"]) == (None, AdviceState.OPEN)
    assert (
        refused(world, AdviseUnasked(about, Advice.POSITIVE, WHY), bram, Conflict) == "advice_begun"
    )
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), bram)
    world.execute(CloseVote(advice, "2-0-0-0-0", WHY), coba)
    world.settle()
    assert [(e.advice, e.step_seq, e.positive) for e in world.events(AdviceGiven)] == [
        (Advice.POSITIVE, None, 2)
    ]
    assert step(world, about) == "signing"
    # Another day there can be more to say.
    world.execute(AdviseUnasked(about, Advice.NEGATIVE, WHY), bram)


def test_unasked_advice_of_one_member_where_the_rules_allow_it(made: Made) -> None:
    world = made(unasked='{ by = "member", assumed = true }')
    anna, bram, _ = members(world)
    about = world.open()
    world.execute(AdviseUnasked(about, Advice.POSITIVE, WHY), anna)
    assert (
        refused(world, AdviseUnasked(about, Advice.NEGATIVE, WHY), anna, RuleBroken)
        == "advised_already"
    )
    world.execute(AdviseUnasked(about, Advice.NEGATIVE, WHY), bram)
    assert [(e.by, e.advice, e.positive, e.negative) for e in world.events(AdviceGiven)] == [
        (Adviser.MEMBER, Advice.POSITIVE, 1, 0),
        (Adviser.MEMBER, Advice.NEGATIVE, 0, 1),
    ]


def test_unasked_advice_asks_for_a_public_plan_of_the_neighbourhood(made: Made) -> None:
    world = made()
    anna, *_ = members(world)
    hidden = world.submit().initiative_id
    elsewhere = world.submit(neighbourhood_code="WK990101").initiative_id
    mine = world.open(anna)
    for about, kind, code in (
        (hidden, RuleBroken, "not_public"),
        (elsewhere, NotAllowed, "not_allowed"),
        (mine, RuleBroken, "own_plan"),
        (new_id(), NotFound, "unknown_initiative"),
    ):
        assert refused(world, AdviseUnasked(about, Advice.POSITIVE, WHY), anna, kind) == code
    about = plan(world)
    assert (
        refused(world, AdviseUnasked(about, Advice.POSITIVE, WHY), anna, Conflict) == "advice_begun"
    )


def test_who_is_erased_leaves_the_counts(made: Made) -> None:
    world = made()
    anna, *_ = members(world)
    _, advice = given(world)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    assert (row(world, advice)["negative"], len(world.rows(AdviceVoice))) == (2, 1)


def test_what_was_begun_keeps_its_rules(made: Made) -> None:
    before = made()
    anna, bram, _ = members(before)
    old = asked(before, plan(before))
    after = made(vote=vote_rule(closes="all_voted"))
    new = asked(after, plan(after))
    for advice in (old, new):
        for member in (anna, bram):
            after.execute(CastVote(advice, Advice.POSITIVE, WHY), member)
    closing = CloseVote(new, "2-0-0-0-0", WHY)
    assert refused(after, closing, anna, RuleBroken) == "closes_itself"
    after.execute(CloseVote(old, "2-0-0-0-0", WHY), anna)
