"""Discussions: contributions, replies, support, changes, who has to wait, and what a moderator and the law take away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.discussed import contribution, discussion, id_of, said
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.discussion_rooms import ModerateDiscussion
from wijkstem.commands.supporting_contributions import (
    SupportContribution,
    TakeBackContributionSupport,
)
from wijkstem.domain.discussion import ContributionForm, ModerationForm
from wijkstem.domain.people import ANYONE
from wijkstem.domain.texts import WIPED_WORDS
from wijkstem.events.discussion import (
    ContributionChanged,
    ContributionMade,
    ContributionSupported,
    ContributionSupportTakenBack,
    DiscussionModerated,
)
from wijkstem.kit.ids import new_id
from wijkstem.queries.discussion import discussion_page, earlier_words, thread_page
from wijkstem.tables.discussion import (
    Contribution,
    ContributionSupport,
    ContributionVersion,
    DiscussionRoom,
)
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Target
from wijkstem.words.discussion import Sorting

Fast = Callable[..., None]


@pytest.fixture
def fast(world: World, monkeypatch: pytest.MonkeyPatch) -> Fast:
    """Rules of which the limits are met soon."""

    def change(**values: int) -> None:
        municipality = world.services.rules.of(HERE).municipality
        rule = municipality.discussion.model_copy(update=values)
        monkeypatch.setitem(municipality.__dict__, "discussion", rule)

    return change


def later(world: World, time: timedelta) -> None:
    world.clock.at += time


FORM = ContributionForm("Kinderen kunnen er dan veilig spelen.", "for")


def test_form_that_is_sent_twice_says_it_once(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    command = Contribute(means, FORM, form_id=new_id())
    assert [world.execute(command, anna) for _ in range(2)] == [1, 1]
    assert said(world, means, anna) == 2
    assert [event.number for event in world.events(ContributionMade)] == [1, 2]


def test_replies_stand_below_and_from_the_second_level_on_beside(world: World) -> None:
    means, anna, bram = discussion(world), world.person("anna"), world.person("bram")
    said(world, means, anna)
    for to in (1, 2, 3, 4):
        said(world, means, bram, "Dat klopt niet helemaal.", to=to)
    rows = sorted(world.rows(Contribution), key=lambda row: row["number"])
    numbers = {row["id"]: row["number"] for row in rows}
    stands = [
        (r["number"], r["depth"], numbers.get(r["parent_id"]), r["place"], r["to_number"])
        for r in rows
    ]
    assert stands == [
        (1, 0, None, 0, None),
        (2, 1, 1, 1, 1),
        (3, 2, 2, 1, 2),
        (4, 2, 2, 2, 3),
        (5, 2, 2, 3, 4),
    ]
    assert [row["replies"] for row in rows] == [1, 3, 0, 0, 0]
    with world.services.reading(HERE) as connection:
        page = discussion_page(
            connection, HERE, means, sorting=Sorting.SUPPORT, after=None, person_id=bram.person_id
        )
        thread = thread_page(connection, HERE, means, 2, after=0, person_id=None)
    [top] = page.contributions
    [reply] = top.below
    assert (top.number, reply.number, [one.number for one in reply.below]) == (1, 2, [3, 4])
    assert (reply.more, reply.own, top.own) == (1, True, False)
    assert (thread.above, [one.number for one in thread.contribution.below]) == (1, [3, 4, 5])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (replace(FORM, words=" "), {"words": "empty"}),
        (replace(FORM, stance=""), {"stance": "stance_needed"}),
        (replace(FORM, words="x" * 2001), {"words": "too_long"}),
        (replace(FORM, words="Mijn nummer is 111222333."), {"words": "bsn"}),
        (replace(FORM, words="Mijn BSN is 111222333.", aware=True), {"words": "bsn"}),
        (replace(FORM, words="Bel mij op 06 12 34 56 78."), {"words": "personal_data"}),
    ],
    ids=repr,
)
def test_what_cannot_be_said_is_refused_by_field(
    world: World, form: ContributionForm, expected: dict[str, str]
) -> None:
    means = discussion(world)
    assert refusal(world, Contribute(means, form), world.person("anna")) == expected
    assert world.rows(Contribution) == []


def test_data_of_somebody_stand_there_when_the_writer_wants_that_and_the_desk_looks(
    world: World,
) -> None:
    means = discussion(world)
    said(world, means, world.person("anna"), "Bel mij op 06 12 34 56 78.", aware=True)
    [case] = world.rows(Case)
    assert (case["kind"], case["target"]) == (CaseKind.PERSONAL_DATA, Target.CONTRIBUTION)
    assert case["target_id"] == id_of(world, 1)


def test_neighbourhood_is_shown_only_to_who_chose_that(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna)
    said(world, means, anna, neighbourhood=True)
    assert [contribution(world, n)["neighbourhood_code"] for n in (1, 2)] == [None, "WK990100"]


def test_nobody_takes_part_before_login_after_the_close_or_in_another_town(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    assert refusal(world, Contribute(means, FORM), ANYONE) == "login_needed"
    assert refusal(world, Contribute(new_id(), FORM), anna) == "unknown_means"
    said(world, means, anna)
    bram = world.person("bram")
    later(world, timedelta(days=15))
    for command in (
        Contribute(means, FORM),
        SupportContribution(id_of(world, 1)),
        ChangeContribution(id_of(world, 1), 1, "Anders."),
    ):
        who = anna if isinstance(command, ChangeContribution) else bram
        assert refusal(world, command, who) == "closed"


def test_audience_decides_who_takes_part(world: World) -> None:
    means = discussion(world, audience="neighbourhoods", places=("WK990101",))
    assert refusal(world, Contribute(means, FORM), world.person("anna")) == "not_for_you"
    assert said(world, means, world.person("bram", lives="WK990101")) == 1


def test_mailbox_is_enough_where_the_municipality_says_so(world: World) -> None:
    anna = replace(world.person("anna"), strong=False)
    assert said(world, discussion(world), anna) == 1
    closed = discussion(world, audience="residents")
    assert refusal(world, Contribute(closed, FORM), anna) == "stronger_login_needed"


def test_official_answers_for_an_office_and_is_held_back_by_nothing(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna, "Blijft de bank?", stance="question")
    assert refusal(world, Contribute(means, replace(FORM, office="Team Groen")), anna) == (
        "not_allowed"
    )
    world.execute(
        ModerateDiscussion(means, 0, ModerationForm(0, True, "Het is laat.")), world.official
    )
    assert said(world, means, world.official, "Ja, de bank blijft.", to=1, office="Team Groen") == 2
    assert contribution(world, 2)["office"] == "Team Groen"
    assert [event.official for event in world.events(ContributionMade)] == [False, True]
    assert refusal(world, SupportContribution(id_of(world, 2)), anna) == "discussion_closed"


def test_support_counts_each_person_once_and_can_be_taken_back(world: World) -> None:
    means, anna, bram = discussion(world), world.person("anna"), world.person("bram")
    said(world, means, anna)
    it = id_of(world, 1)
    assert refusal(world, SupportContribution(it), anna) == "own_contribution"
    assert [world.execute(SupportContribution(it), bram) for _ in range(2)] == [1, 1]
    assert len(world.events(ContributionSupported)) == 1
    assert world.rows(DiscussionRoom)[0]["supports"] == 1
    assert [world.execute(TakeBackContributionSupport(it), bram) for _ in range(2)] == [0, 0]
    assert len(world.events(ContributionSupportTakenBack)) == 1
    row = contribution(world, 1)
    assert (row["support"], row["score"], world.rows(ContributionSupport)) == (0, 0, [])
    assert world.rows(DiscussionRoom)[0]["supports"] == 0


def test_change_keeps_the_earlier_words(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna, "Ik ben voor.")
    it = id_of(world, 1)
    later(world, timedelta(minutes=5))
    change = ChangeContribution(it, 1, "Ik ben voor, als de bank blijft.")
    assert refusal(world, change, world.person("bram")) == "not_allowed"
    world.execute(change, anna)
    assert refusal(world, change, anna) == "changed_meanwhile"
    world.execute(ChangeContribution(it, 2, "Ik ben voor, als de bank blijft."), anna)
    assert [event.revision for event in world.events(ContributionChanged)] == [2]
    with world.services.reading(HERE) as connection:
        assert [one.words for one in earlier_words(connection, HERE, it)] == ["Ik ben voor."]
    assert contribution(world, 1)["words"] == change.words


def test_who_says_much_waits_reads_why_and_is_seen_at_the_desk(world: World, fast: Fast) -> None:
    fast(hour_most=3, new_days=0)
    means, anna = discussion(world), world.person("anna")
    for _ in range(3):
        said(world, means, anna)
    assert refusal(world, Contribute(means, FORM), anna) == "said_enough_this_hour"
    [case] = world.rows(Case)
    assert (case["kind"], case["target_id"]) == (CaseKind.SPAM, id_of(world, 3))
    assert said(world, means, world.person("bram")) == 4
    later(world, timedelta(hours=1, seconds=1))
    assert said(world, means, anna) == 5


def test_new_accounts_wait_sooner_and_all_of_them_together(world: World, fast: Fast) -> None:
    fast(new_days=3, new_hour_most=2, newcomers_most=3)
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna), said(world, means, anna)
    assert refusal(world, Contribute(means, FORM), anna) == "new_account_waits"
    said(world, means, world.person("bram"))
    assert refusal(world, Contribute(means, FORM), world.person("carla")) == "newcomers_wait"
    assert {case["kind"] for case in world.rows(Case)} == {CaseKind.SPAM}
    assert len(world.rows(Case)) == 2
    later(world, timedelta(days=3))
    assert said(world, means, anna) == 4
    assert [row["newcomer"] for row in world.rows(Contribution)].count(True) == 3


def test_slow_discussion_tells_how_long_to_wait(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna)
    slow = ModerateDiscussion(means, 0, ModerationForm(10, False, "Het gaat hard."))
    assert refusal(world, slow, anna) == "not_allowed"
    world.execute(slow, world.official)
    assert refusal(world, slow, world.official) == "changed_meanwhile"
    assert refusal(world, Contribute(means, FORM), anna) == "slow_down"
    assert said(world, means, world.person("bram")) == 2
    later(world, timedelta(minutes=10))
    assert said(world, means, anna) == 3
    [event] = world.events(DiscussionModerated)
    assert (event.slow_minutes, event.closed, event.revision) == (10, False, 1)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (ModerationForm(None, False, ""), {"slow_minutes": "slow_minutes"}),
        (ModerationForm(1441, False, "Zo is het."), {"slow_minutes": "slow_minutes"}),
        (ModerationForm(0, True, ""), {"reason": "empty"}),
    ],
    ids=repr,
)
def test_moderating_without_a_reason_is_refused(
    world: World, form: ModerationForm, expected: dict[str, str]
) -> None:
    means = discussion(world)
    assert refusal(world, ModerateDiscussion(means, 0, form), world.official) == expected


def test_closed_by_a_moderator_nobody_says_or_supports_anything(world: World) -> None:
    means, anna, bram = discussion(world), world.person("anna"), world.person("bram")
    said(world, means, anna)
    world.execute(ModerateDiscussion(means, 0, ModerationForm(0, True, "Rust.")), world.official)
    it = id_of(world, 1)
    for command, who in (
        (Contribute(means, FORM), bram),
        (SupportContribution(it), bram),
        (ChangeContribution(it, 1, "Anders."), anna),
    ):
        assert refusal(world, command, who) == "discussion_closed"
    world.execute(ModerateDiscussion(means, 1, ModerationForm(0, False, "")), world.official)
    assert said(world, means, bram) == 2


def test_means_that_closed_takes_nothing_more_but_answers(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna, stance="question")
    world.execute(CloseMeans(means, "Genoeg gehoord."), world.official)
    assert refusal(world, Contribute(means, FORM), anna) == "closed"
    assert said(world, means, world.official, "Dank u wel.", to=1, office="Team Groen") == 2


def test_order_is_by_what_support_says_newest_and_unanswered(world: World) -> None:
    means, anna = discussion(world), world.person("anna")
    people = [world.person(f"p{n}") for n in range(4)]
    for _ in range(3):
        said(world, means, anna)
    for who in people[:3]:
        world.execute(SupportContribution(id_of(world, 2)), who)
    said(world, means, anna)
    for who in people:
        world.execute(SupportContribution(id_of(world, 4)), who)
    said(world, means, people[0], "Waarom?", to=4)

    def order(sorting: Sorting) -> list[int]:
        with world.services.reading(HERE) as connection:
            page = discussion_page(
                connection, HERE, means, sorting=sorting, after=None, person_id=None
            )
        return [one.number for one in page.contributions]

    assert order(Sorting.SUPPORT) == [4, 2, 3, 1]
    assert order(Sorting.NEWEST) == [4, 3, 2, 1]
    assert order(Sorting.UNANSWERED) == [3, 2, 1]


def test_who_is_forgotten_leaves_a_place_and_the_counts(world: World) -> None:
    means, anna, bram = discussion(world), world.person("anna"), world.person("bram")
    said(world, means, anna, "Ik ben voor.", neighbourhood=True)
    it = id_of(world, 1)
    world.execute(ChangeContribution(it, 1, "Ik ben tegen."), anna)
    said(world, means, bram)
    for who, what in ((anna, id_of(world, 2)), (bram, it)):
        world.execute(SupportContribution(what), who)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    row = contribution(world, 1)
    assert (row["words"], row["person_id"], row["neighbourhood_code"]) == (WIPED_WORDS, None, None)
    assert world.rows(ContributionVersion) == []
    assert contribution(world, 2)["support"] == 1
    assert [one["person_id"] for one in world.rows(ContributionSupport)].count(None) == 1
