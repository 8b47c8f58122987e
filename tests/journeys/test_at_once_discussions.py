"""Discussions at the same moment, with real threads on a real PostgreSQL: support, numbers, brakes and closing."""

from dataclasses import replace

from tests.commands.test_reports import REASONS
from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.discussed import contribution, discussion, id_of, said
from tests.support.world import World
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.discussion_rooms import ModerateDiscussion
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.supporting_contributions import (
    SupportContribution,
    TakeBackContributionSupport,
)
from wijkstem.domain.discussion import ContributionForm, ModerationForm
from wijkstem.events.discussion import (
    ContributionMade,
    ContributionSupported,
    ContributionSupportTakenBack,
)
from wijkstem.kit.ids import new_id
from wijkstem.tables.discussion import (
    Contribution,
    ContributionSupport,
    ContributionVersion,
    DiscussionRoom,
)
from wijkstem.tables.moderation import Case
from wijkstem.words import Target

FORM = ContributionForm("Er moeten bomen komen.", "for")


def test_support_of_one_person_on_many_devices_counts_once(postgres_world: World) -> None:
    world, means = postgres_world, discussion(postgres_world)
    said(world, means, world.person("anna"))
    it = id_of(world, 1)
    people = [world.person(f"p{n}") for n in range(4)]
    asked = [asking(world, SupportContribution(it), who) for who in people for _ in range(4)]
    assert kinds(at_once(asked)) == {"done": 16}
    assert len(world.rows(ContributionSupport)) == len(world.events(ContributionSupported)) == 4
    row, [room] = contribution(world, 1), world.rows(DiscussionRoom)
    assert (row["support"], room["supports"]) == (4, 4)


def test_support_that_is_given_and_taken_back_at_once_adds_up(postgres_world: World) -> None:
    world, means = postgres_world, discussion(postgres_world)
    said(world, means, world.person("anna"))
    it = id_of(world, 1)
    people = [world.person(f"p{n}") for n in range(3)]
    commands = (SupportContribution(it), TakeBackContributionSupport(it)) * 3
    at_once([asking(world, one, who) for who in people for one in commands])
    left = len(world.rows(ContributionSupport))
    given, taken = world.events(ContributionSupported), world.events(ContributionSupportTakenBack)
    [room] = world.rows(DiscussionRoom)
    assert contribution(world, 1)["support"] == room["supports"] == left == len(given) - len(taken)


def test_contributions_and_replies_are_numbered_without_gaps(postgres_world: World) -> None:
    world, means = postgres_world, discussion(postgres_world)
    said(world, means, world.person("anna"))
    people = [world.person(f"p{n}") for n in range(5)]
    tops = [asking(world, Contribute(means, FORM), who) for who in people]
    replies = [asking(world, Contribute(means, FORM, to=1), who) for who in people]
    assert kinds(at_once([*tops, *replies])) == {"done": 10}
    rows = world.rows(Contribution)
    assert {row["number"] for row in rows} == set(range(1, 12))
    assert {row["place"] for row in rows if row["parent_id"]} == {1, 2, 3, 4, 5}
    assert contribution(world, 1)["replies"] == 5
    twice = Contribute(means, FORM, form_id=new_id())
    assert kinds(at_once([asking(world, twice, people[0])] * 4)) == {"done": 4}
    assert len(world.events(ContributionMade)) == 12


def test_who_writes_on_many_devices_writes_no_more_than_the_rule_says(
    postgres_world: World,
) -> None:
    world, means = postgres_world, discussion(postgres_world)
    anna = world.person("anna")
    ended = at_once([asking(world, Contribute(means, FORM), anna) for _ in range(14)])
    assert kinds(ended) == {"done": 10, "new_account_waits": 4}
    assert len(world.rows(Contribution)) == 10
    assert len(world.rows(Case)) == 1


def test_nobody_contributes_behind_the_close(postgres_world: World) -> None:
    world, means = postgres_world, discussion(postgres_world)
    people = [world.person(f"p{n}") for n in range(8)]
    asked = [asking(world, Contribute(means, FORM), who) for who in people]
    close = asking(world, CloseMeans(means, "Alles is gezegd."), world.official)
    ended = kinds(at_once([*asked[:4], close, *asked[4:]]))
    assert ended["done"] + ended.get("closed", 0) == 9
    made = world.events(ContributionMade)
    assert len(made) == len(world.rows(Contribution)) == ended["done"] - 1
    order = [type(one.event).__name__ for one in world.recorded()]
    assert "ContributionMade" not in order[order.index("MeansClosed") :]


def test_nobody_contributes_behind_a_moderator_and_one_of_two_leads(postgres_world: World) -> None:
    world, means = postgres_world, discussion(postgres_world)
    people = [world.person(f"p{n}") for n in range(6)]
    lead = ModerateDiscussion(means, 0, ModerationForm(0, True, "Het is nu rust."))
    leading = [asking(world, lead, who) for who in officials(world, 3)]
    ended = kinds(at_once([*(asking(world, Contribute(means, FORM), p) for p in people), *leading]))
    assert ended["changed_meanwhile"] == 2
    order = [type(one.event).__name__ for one in world.recorded()]
    assert "ContributionMade" not in order[order.index("DiscussionModerated") :]
    [room] = world.rows(DiscussionRoom)
    assert (room["closed"], room["revision"]) == (True, 1)
    assert room["last_number"] == len(world.rows(Contribution))


def test_contribution_that_is_changed_in_two_windows_is_changed_once(postgres_world: World) -> None:
    world, means, anna = postgres_world, discussion(postgres_world), postgres_world.person("anna")
    said(world, means, anna)
    change = ChangeContribution(id_of(world, 1), 1, "Nee.")
    asked = [asking(world, replace(change, words=f"Nee, {n}."), anna) for n in range(5)]
    assert kinds(at_once(asked)) == {"done": 1, "changed_meanwhile": 4}
    assert [row["revision"] for row in world.rows(ContributionVersion)] == [1]


def test_appeal_against_hiding_is_asked_once_and_decided_once(postgres_world: World) -> None:
    world, means, anna = postgres_world, discussion(postgres_world), postgres_world.person("anna")
    said(world, means, anna)
    report = ReportRemark(id_of(world, 1), "insult", "Dit mag niet.", target=Target.CONTRIBUTION)
    people = [world.person(f"p{n}") for n in range(4)]
    at_once([asking(world, report, who) for who in people])
    [case] = world.rows(Case)
    judge = JudgeRemark(case["id"], "hidden", REASONS, "insult")
    assert kinds(at_once([asking(world, judge, world.official)] * 3))["done"] == 1
    hiding = contribution(world, 1)["hiding_id"]
    ended = at_once([asking(world, MakeAppeal(hiding, REASONS), anna)] * 4)
    assert kinds(ended) == {"done": 1, "appealed_before": 3}
    [again] = [row for row in world.rows(Case) if row["closed_at"] is None]
    decide = DecideAppeal(again["id"], "reversed", REASONS)
    ended = at_once([asking(world, decide, who) for who in officials(world, 3)])
    assert kinds(ended) == {"done": 1, "case_closed": 2}
    assert contribution(world, 1)["hiding_id"] is None
