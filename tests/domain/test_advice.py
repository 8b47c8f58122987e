"""What votes come to, when they settle an advice, and who may say what."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from wijkstem.domain import advice as rule
from wijkstem.domain.advice import Tally, Words
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Channel, Closing, Heeded, Interest, Voting

TODAY = date(2026, 3, 2)
PEOPLE = [UUID(int=number) for number in range(1, 8)]
WHY = "Dit past goed bij wat de buurt nodig heeft."


def an_advice(**values: Any) -> NeighbourhoodAdvice:
    made: dict[str, Any] = {
        "municipality_id": "testdorp",
        "id": new_id(),
        "initiative_id": new_id(),
        "neighbourhood_code": "WK990100",
        "step_seq": 2,
        "by": Adviser.COUNCIL,
        "begun_on": TODAY,
        "voting": Voting.MEMBERS,
        "closing": Closing.MEMBER,
        "quorum_percent": 50,
        "tie": Advice.NONE,
    }
    return NeighbourhoodAdvice(**(made | values))


def votes(
    positive: int = 0,
    conditional: int = 0,
    negative: int = 0,
    none: int = 0,
    aside: int = 0,
    members: int = 7,
) -> Tally:
    return Tally(positive, conditional, negative, none, aside, members)


def a_plan(submitter: UUID | None = None, **values: Any) -> Initiative:
    made: dict[str, Any] = {
        "municipality_id": "testdorp",
        "id": new_id(),
        "number": "2026-0001",
        "instrument": "buurtplan",
        "title": "Een bankje op het plein",
        "slug": "een-bankje",
        "neighbourhood_code": "WK990100",
        "submitter_id": submitter,
        "channel": Channel.ONLINE,
        "rules_version": "2025.1",
        "filed_on": TODAY,
        "step": "advice",
        "step_since": TODAY,
        "public": True,
    }
    return Initiative(**(made | values))


def voice(person: UUID, choice: Advice | None = None, **values: Any) -> AdviceVoice:
    return AdviceVoice(
        municipality_id="testdorp",
        advice_id=UUID(int=99),
        person_id=person,
        choice=choice,
        said_on=TODAY,
        **values,
    )


@pytest.mark.parametrize(
    ("cast", "tie", "outcome"),
    [
        (votes(positive=3, negative=1), Advice.NONE, Advice.POSITIVE),
        (votes(positive=1, negative=3), Advice.NONE, Advice.NEGATIVE),
        # In favour stands against not in favour: those with conditions are in favour.
        (votes(positive=2, conditional=2, negative=3), Advice.NONE, Advice.CONDITIONAL),
        (votes(positive=3, conditional=2, negative=4), Advice.NONE, Advice.POSITIVE),
        (votes(positive=1, conditional=1), Advice.NONE, Advice.CONDITIONAL),
        (votes(positive=2, conditional=1), Advice.NONE, Advice.POSITIVE),
        # A tie ends as the rules say.
        (votes(positive=2, negative=2), Advice.NONE, Advice.NONE),
        (votes(positive=1, conditional=1, negative=2), Advice.NEGATIVE, Advice.NEGATIVE),
        (votes(positive=2, negative=2), Advice.POSITIVE, Advice.POSITIVE),
        # Who gives no advice decides nothing, until they are more than half.
        (votes(positive=2, negative=1, none=3), Advice.NEGATIVE, Advice.POSITIVE),
        (votes(positive=1, negative=1, none=3), Advice.POSITIVE, Advice.NONE),
        (votes(none=1), Advice.POSITIVE, Advice.NONE),
        (votes(), Advice.POSITIVE, Advice.NONE),
    ],
)  # fmt: skip
def test_what_votes_come_to(cast: Tally, tie: Advice, outcome: Advice) -> None:
    assert rule.outcome(cast, tie) is outcome


@pytest.mark.parametrize(
    ("percent", "members", "needed"),
    [
        (50, 7, 4),
        (50, 6, 3),
        (50, 1, 1),
        (100, 5, 5),
        (1, 5, 1),
        (67, 3, 3),
        (66, 3, 2),
        (50, 0, 1),
    ],
)
def test_quorum_is_a_share_of_all_members(percent: int, members: int, needed: int) -> None:
    assert rule.needed(an_advice(quorum_percent=percent), members) == needed


def test_who_steps_aside_does_not_help_the_quorum() -> None:
    advice = an_advice()
    assert rule.has_quorum(advice, votes(positive=4, aside=3))
    assert not rule.has_quorum(advice, votes(positive=3, aside=3))
    assert rule.can_reach_quorum(advice, votes(aside=3))
    assert not rule.can_reach_quorum(advice, votes(aside=4))


@pytest.mark.parametrize(
    ("advice", "cast", "settles"),
    [
        ({"closing": Closing.ALL_VOTED}, votes(positive=7), True),
        ({"closing": Closing.ALL_VOTED}, votes(positive=6), False),
        ({"closing": Closing.ALL_VOTED}, votes(positive=4, aside=3), True),
        ({"closing": Closing.ALL_VOTED, "quorum_percent": 100}, votes(positive=4, aside=3), False),
        ({"closing": Closing.ALL_VOTED}, votes(aside=7), False),
        ({"closing": Closing.MEMBER}, votes(positive=7), False),
        ({"closing": Closing.ALL_VOTED, "voting": Voting.AS_ONE}, votes(positive=7), False),
    ],
)  # fmt: skip
def test_vote_settles_itself_when_everybody_spoke(
    advice: dict[str, Any], cast: Tally, settles: bool
) -> None:
    assert rule.settles_itself(an_advice(**advice), cast) is settles


@pytest.mark.parametrize(
    ("advice", "cast", "seen", "code"),
    [
        ({}, votes(positive=4), "4-0-0-0-0", None),
        ({}, votes(positive=4), "3-0-0-0-0", "votes_changed"),
        ({}, votes(positive=4, aside=1), "4-0-0-0-0", "votes_changed"),
        ({}, votes(positive=3), "3-0-0-0-0", "no_quorum"),
        ({"closing": Closing.ALL_VOTED}, votes(positive=4), "4-0-0-0-0", "closes_itself"),
        # Unasked there is no term that would ever end it.
        ({"closing": Closing.ALL_VOTED, "step_seq": None}, votes(positive=4), "4-0-0-0-0", None),
        ({"voting": Voting.AS_ONE}, votes(positive=4), "4-0-0-0-0", "closes_itself"),
    ],
)  # fmt: skip
def test_who_closes_a_vote_has_seen_it(
    advice: dict[str, Any], cast: Tally, seen: str, code: str | None
) -> None:
    if code is None:
        rule.check_closing(an_advice(**advice), cast, seen)
        return
    with pytest.raises((Conflict, RuleBroken)) as refused:
        rule.check_closing(an_advice(**advice), cast, seen)
    assert refused.value.code == code


def test_only_who_is_a_member_now_is_heard() -> None:
    said = [
        voice(PEOPLE[0], Advice.POSITIVE),
        voice(PEOPLE[1], Advice.NEGATIVE),
        voice(PEOPLE[2], interest=Interest.WORK),
        voice(PEOPLE[3], Advice.NEGATIVE),
        voice(PEOPLE[4], interest=Interest.FAMILY),
    ]
    assert rule.tally(said, set(PEOPLE[:3])) == votes(positive=1, negative=1, aside=1, members=3)


def test_words_of_a_vote_are_those_of_who_won_it() -> None:
    said = [
        voice(PEOPLE[2], Advice.CONDITIONAL, reasons="Goed voor de buurt.", conditions="Wel stil."),
        voice(PEOPLE[0], Advice.POSITIVE, reasons="Er is hier niets."),
        voice(PEOPLE[1], Advice.NEGATIVE, reasons="Het is te duur."),
        voice(PEOPLE[3], Advice.POSITIVE, reasons="Van wie geen lid meer is."),
    ]
    here = set(PEOPLE[:3])
    assert rule.in_votes(said, here, Advice.CONDITIONAL) == Words(
        Advice.CONDITIONAL, "Er is hier niets.\n\nGoed voor de buurt.", "Wel stil."
    )
    assert rule.in_votes(said, here, Advice.POSITIVE).conditions == ""
    assert rule.in_votes(said, here, Advice.NEGATIVE).reasons == "Het is te duur."
    assert rule.in_votes(said, here, Advice.NONE) == Words(Advice.NONE)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (Words(Advice.POSITIVE, WHY), {}),
        (Words(Advice.NONE, ""), {"reasons": "reasons_needed"}),
        (Words(Advice.CONDITIONAL, WHY), {"conditions": "conditions_needed"}),
        (Words(Advice.CONDITIONAL, "kort", "x" * 5001), {"reasons": "reasons_needed", "conditions": "too_long"}),
        (Words(Advice.NEGATIVE, WHY + "\x07"), {"reasons": "control_characters"}),
    ],
)  # fmt: skip
def test_words_say_why(words: Words, wrong: dict[str, str]) -> None:
    if not wrong:
        rule.check_words(words)
        return
    with pytest.raises(Invalid) as refused:
        rule.check_words(words)
    assert {name: error.code for name, error in refused.value.fields.items()} == wrong


def test_nobody_advises_on_what_is_theirs() -> None:
    rule.check_free(PEOPLE[0], a_plan(PEOPLE[1]), voice(PEOPLE[0], Advice.POSITIVE))
    with pytest.raises(RuleBroken, match="eigen plan"):
        rule.check_free(PEOPLE[0], a_plan(PEOPLE[0]), None)
    with pytest.raises(RuleBroken, match="belang"):
        rule.check_free(PEOPLE[0], a_plan(), voice(PEOPLE[0], interest=Interest.NEXT_DOOR))


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"closed_on": TODAY}, "closed_already"),
        ({"public": False}, "not_public"),
        ({"closed_on": TODAY, "public": False}, "closed_already"),
    ],
)
def test_nobody_advises_unasked_on_what_is_closed_or_hidden(
    plan: dict[str, Any], code: str
) -> None:
    rule.check_plan(a_plan())
    with pytest.raises(RuleBroken) as refused:
        rule.check_plan(a_plan(**plan))
    assert refused.value.code == code


def test_only_what_is_open_is_given_and_by_who_was_asked() -> None:
    rule.check_open(an_advice(), Adviser.COUNCIL)
    with pytest.raises(RuleBroken):
        rule.check_open(an_advice(by=Adviser.SOUNDING_GROUP), Adviser.COUNCIL)
    for state in set(AdviceState) - {AdviceState.OPEN}:
        with pytest.raises(Conflict):
            rule.check_open(an_advice(state=state), Adviser.COUNCIL)


@pytest.mark.parametrize(
    ("heeded", "words", "wrong"),
    [
        (Heeded.FOLLOWED, "", None),
        (Heeded.FOLLOWED, WHY, None),
        (Heeded.PARTLY, WHY, None),
        (Heeded.PARTLY, "", "reasons_needed"),
        (Heeded.DEPARTED, "Kan niet.", "reasons_needed"),
        (Heeded.DEPARTED, WHY, None),
    ],
)
def test_departing_from_advice_takes_reasons(heeded: Heeded, words: str, wrong: str | None) -> None:
    advice = an_advice(state=AdviceState.GIVEN, given_on=TODAY, answer_due_on=date(2026, 3, 30))
    plan, by = a_plan(), PEOPLE[0]
    if wrong is None:
        event = rule.answer(advice, plan, heeded, words, today=date(2026, 3, 12), by=by)
        assert (event.days, event.was_due_on, event.heeded) == (10, date(2026, 3, 30), heeded)
        assert (advice.heeded, advice.answer, advice.look_on) == (heeded, words, None)
        with pytest.raises(Conflict):
            rule.answer(advice, plan, heeded, words, today=TODAY, by=by)
        return
    with pytest.raises(Invalid) as refused:
        rule.answer(advice, plan, heeded, words, today=TODAY, by=by)
    assert refused.value.fields["answer"].code == wrong
    assert advice.answered_on is None


def test_there_is_nothing_to_answer_where_nothing_was_advised() -> None:
    for advice in (an_advice(), an_advice(state=AdviceState.GIVEN, given_on=TODAY)):
        with pytest.raises(RuleBroken):
            rule.answer(advice, a_plan(), Heeded.FOLLOWED, "", today=TODAY, by=PEOPLE[0])
