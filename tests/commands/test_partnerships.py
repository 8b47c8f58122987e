"""The register of partnerships: what is refused, what stays to be read, and that a late review is said once."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.commands.test_meetings import placed, planned
from tests.commands.test_year_agenda import told
from tests.support.world import HERE, World
from wijkstem.commands.partnerships import (
    ChangePartnership,
    LinkItem,
    PassReview,
    RegisterPartnership,
    ReviewPartnership,
    UnlinkItem,
)
from wijkstem.domain.partnerships import PartnershipForm
from wijkstem.events.partnerships import (
    PartnershipChanged,
    PartnershipItemLinked,
    PartnershipItemUnlinked,
    PartnershipRegistered,
    PartnershipReviewed,
    PartnershipReviewLate,
)
from wijkstem.kit.ids import new_id
from wijkstem.queries.partnerships import partnership_page
from wijkstem.queries.sweep import late_reviews, municipalities_with_late_reviews
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.moderation import Case
from wijkstem.tables.partnerships import (
    Partnership,
    PartnershipItem,
    PartnershipMoney,
    PartnershipPartner,
    PartnershipVersion,
)
from wijkstem.words import CaseKind, Role
from workers.reminding import remind

REVIEW = date(2026, 6, 1)
NEXT = date(2027, 6, 1)
FORM = PartnershipForm(
    "Samen schoon",
    "joint_scheme",
    "owner",
    "Wij halen samen het afval op.",
    "De raad krijgt elk jaar de begroting.",
    "Gemeente Bosbeek: regelt het werk\nGemeente Heiloord: doet mee",
    "2025: 40.000\n2026: € 46.000",
    date(2020, 1, 1),
    REVIEW,
)
WHY = "De kosten stijgen."


def registered(world: World, **values: Any) -> UUID:
    """A partnership, with what is otherwise than `FORM`."""
    made: UUID = world.execute(RegisterPartnership(replace(FORM, **values)), world.clerk)
    return made


def test_form_that_is_sent_twice_registers_one(world: World) -> None:
    command = RegisterPartnership(FORM, new_id())
    assert {world.execute(command, world.clerk) for _ in range(2)} == {command.form_id}
    [event] = world.events(PartnershipRegistered)
    assert (event.euros, event.legal_form) == (46_000, "joint_scheme")
    partners = [(row["name"], row["role"]) for row in world.rows(PartnershipPartner)]
    assert partners == [("Gemeente Bosbeek", "regelt het werk"), ("Gemeente Heiloord", "doet mee")]
    money = [(row["year"], row["euros"]) for row in world.rows(PartnershipMoney)]
    assert money == [(2025, 40_000), (2026, 46_000)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": " "}, {"name": "empty"}),
        ({"legal_form": "club"}, {"legal_form": "choose"}),
        ({"own_role": ""}, {"own_role": "choose"}),
        ({"partners": ""}, {"partners": "empty"}),
        ({"partners": ": voorzitter"}, {"partners": "bad_partner"}),
        ({"money": "veel"}, {"money": "bad_money"}),
        ({"money": "2026: 10\n2026: 20"}, {"money": "bad_money"}),
        ({"money": "1800: 10"}, {"money": "bad_money"}),
        ({"since_on": None}, {"since_on": "bad_date"}),
        ({"review_on": None}, {"review_on": "bad_date"}),
        ({"ended_on": date(2019, 1, 1)}, {"ended_on": "end_before_start"}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    assert wrong(world, RegisterPartnership(replace(FORM, **values))) == expected
    assert world.rows(Partnership) == []


def test_change_has_its_reason_and_every_version_stays(world: World) -> None:
    made = registered(world)
    form = replace(FORM, money="2026: 50000", partners="Gemeente Bosbeek", news=WHY)
    assert wrong(world, ChangePartnership(made, 1, replace(form, news=""))) == {"news": "empty"}
    world.execute(ChangePartnership(made, 1, form), world.official)
    assert refusal(world, ChangePartnership(made, 1, form), world.clerk) == "changed_meanwhile"
    said = [(row["money"], row["news"]) for row in world.rows(PartnershipVersion)]
    assert said == [("2025: 40000\n2026: 46000", ""), ("2026: 50000", WHY)]
    assert [(e.revision, e.euros) for e in world.events(PartnershipChanged)] == [(2, 50_000)]
    with world.services.reading(HERE) as connection:
        page = partnership_page(connection, HERE, made)
    assert page.partnership.partners == (("Gemeente Bosbeek", ""),)
    assert page.partnership.money == ((2026, 50_000),)


def test_late_review_is_said_once_and_again_after_the_next(world: World) -> None:
    made = registered(world)
    assert refusal(world, PassReview(made), world.clerk) == "not_late"
    world.pass_days(92)
    with world.services.reading_everywhere() as connection:
        assert municipalities_with_late_reviews(connection, date(2026, 6, 2)) == [HERE]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    [case] = world.rows(Case, kind=CaseKind.PARTNERSHIP)
    assert (case["due_on"], case["target_id"], case["closed_at"]) == (REVIEW, made, None)
    world.settle()
    assert told(world, world.clerk.person_id) == ["partnership_review_late"]

    review = ReviewPartnership(made, 1, WHY, NEXT)
    assert wrong(world, replace(review, found="")) == {"news": "empty"}
    assert wrong(world, replace(review, next_on=date(2026, 6, 2))) == {"review_on": "bad_date"}
    world.execute(review, world.official)
    [case] = world.rows(Case, kind=CaseKind.PARTNERSHIP)
    assert case["closed_as"] == "reviewed"
    [event] = world.events(PartnershipReviewed)
    assert (event.due_on, event.next_on) == (REVIEW, NEXT)
    with world.services.reading(HERE) as connection:
        assert late_reviews(connection, HERE, NEXT) == []
        assert late_reviews(connection, HERE, date(2027, 6, 2)) == [made]
    [late] = world.events(PartnershipReviewLate)
    assert (late.due_on, late.to) == (REVIEW, "administrator")


def test_what_ended_is_not_reviewed_any_more(world: World) -> None:
    made = registered(world)
    world.pass_days(92)
    remind(world.services, HERE)
    ended = replace(FORM, ended_on=date(2026, 5, 1), news=WHY)
    world.execute(ChangePartnership(made, 1, ended), world.clerk)
    assert [row["closed_as"] for row in world.rows(Case)] == ["reviewed"]
    assert refusal(world, ReviewPartnership(made, 2, WHY, NEXT), world.clerk) == "ended"
    assert remind(world.services, HERE) == 0


def test_items_of_the_council_are_linked_once_and_taken_away(world: World) -> None:
    made = registered(world)
    placed(world, planned(world))
    [item] = world.rows(AgendaItem)
    assert wrong(world, LinkItem(made, new_id())) == {"item": "unknown_item"}
    assert [world.execute(LinkItem(made, item["id"]), world.clerk) for _ in range(2)] == [
        True,
        False,
    ]
    # Of a plan of residents no title is kept: it can be hidden.
    assert [row["title"] for row in world.rows(PartnershipItem)] == [""]
    with world.services.reading(HERE) as connection:
        [linked] = partnership_page(connection, HERE, made).items
    assert linked.title == item["title"]
    unlink = UnlinkItem(made, item["id"])
    assert [world.execute(unlink, world.clerk) for _ in range(2)] == [True, False]
    assert (
        len(world.events(PartnershipItemLinked)) == len(world.events(PartnershipItemUnlinked)) == 1
    )


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.ADMINISTRATOR])
def test_only_officials_and_the_clerk_keep_the_register(world: World, role: Role) -> None:
    made, somebody = registered(world), world.person("somebody", role)
    for command in (
        RegisterPartnership(FORM),
        ChangePartnership(made, 1, FORM),
        ReviewPartnership(made, 1, WHY, NEXT),
        LinkItem(made, new_id()),
        UnlinkItem(made, new_id()),
    ):
        assert refusal(world, command, somebody) == "not_allowed"
    missing = ReviewPartnership(new_id(), 1, WHY, NEXT)
    assert refusal(world, missing, world.clerk) == "unknown_partnership"
