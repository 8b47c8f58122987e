"""What is about a neighbourhood: by its own place, its plan, its proposal's plan, its drawn group, or its dossier."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_council_proposals import opened as proposal_opened
from tests.commands.test_outcomes import DECIDED
from tests.commands.test_reports import hide
from tests.support.draws import announced as group_announced
from tests.support.draws import willing
from tests.support.means import announced, closed, dossier, made, made_up_room, row_of
from tests.support.outcomes import advised, outcome_row
from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans, StopMeans
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.dossiers import PutPlanInDossier
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.outcomes import DecideOutcome
from wijkstem.commands.signatures import Sign
from wijkstem.kit.clock import local_date
from wijkstem.queries.means_nearby import MeansNearby, means_nearby
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.initiatives import Initiative
from wijkstem.words.means import MeansKind
from wijkstem.words.outcomes import Ruling

CENTRE, OUTSIDE = "WK990100", "WK990101"


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with made_up_room(MeansKind.DISCUSSION):
        yield


def seen(world: World, *codes: str, page: int = 1, per_page: int = 10) -> MeansNearby:
    with world.services.reading(HERE) as connection:
        return means_nearby(
            connection,
            HERE,
            codes or (CENTRE,),
            now=world.clock.now(),
            page=page,
            per_page=per_page,
        )


def open_ids(world: World, *codes: str) -> list[UUID]:
    return [one.id for one in seen(world, *codes).open]


def number_of(world: World, plan: UUID) -> str:
    return str(world.rows(Initiative, id=plan)[0]["number"])


def test_its_own_place_says_where_it_is(world: World) -> None:
    here = announced(world, places=(CENTRE,))
    announced(world, places=(OUTSIDE,))
    announced(world)
    for_them = announced(world, places=(CENTRE,), audience="neighbourhoods")
    assert set(open_ids(world)) == {here, for_them}
    assert len(open_ids(world, CENTRE, OUTSIDE)) == 3


def test_its_plan_says_where_it_is_unless_that_is_hidden(world: World) -> None:
    plan = world.open()
    about = announced(world, plan=number_of(world, plan))
    assert (open_ids(world), open_ids(world, OUTSIDE)) == ([about], [])
    hide(world, plan)
    assert open_ids(world) == []


def test_plan_behind_a_council_proposal_says_where_it_is(world: World) -> None:
    plan = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    world.settle()
    day = local_date(world.clock.now()) + timedelta(days=40)
    meeting = world.execute(PlanMeeting("raad", "Raad", day), world.clerk)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    [item] = world.rows(AgendaItem, initiative_id=plan)
    proposal = proposal_opened(world, meeting_id=meeting, item_id=item["id"])
    about = announced(world, council_proposal_id=proposal)
    assert (open_ids(world), open_ids(world, OUTSIDE)) == ([about], [])


def test_group_drawn_from_one_neighbourhood_is_of_there(world: World) -> None:
    willing(world, 10)
    there, anywhere = group_announced(world, codes=(CENTRE,)), group_announced(world)
    about = announced(world, audience="group", group_id=there)
    announced(world, audience="group", group_id=anywhere)
    assert (open_ids(world), open_ids(world, OUTSIDE)) == ([about], [])


def test_dossier_speaks_only_for_what_names_no_place(world: World) -> None:
    subject, plan = dossier(world), number_of(world, world.open())
    world.execute(PutPlanInDossier(subject, plan), world.official)
    silent = announced(world, dossier_id=subject)
    elsewhere = announced(world, dossier_id=subject, places=(OUTSIDE,))
    assert (open_ids(world), open_ids(world, OUTSIDE)) == ([silent], [elsewhere])


def test_open_comes_before_what_begins_and_what_was(world: World) -> None:
    where: dict[str, Any] = {"places": (CENTRE,)}
    made(world, **where)
    closes = date(2026, 5, 1)
    later, soon = (
        announced(world, opens_on=date(2026, 4, day), closes_on=closes, account_by=closes, **where)
        for day in (20, 2)
    )
    last, first = (announced(world, closes_on=date(2026, 3, day), **where) for day in (15, 9))
    over, stopped = closed(world, **where), announced(world, **where)
    revision = row_of(world, stopped)["revision"]
    world.execute(StopMeans(stopped, revision, "Er komt toch geen plein."), world.official)
    found = seen(world)
    assert [one.id for one in found.open] == [first, last]
    assert [one.id for one in found.coming] == [soon, later]
    assert {one.id for one in found.past.rows} == {over, stopped}


def test_what_is_over_shows_its_decision_page_by_page(world: World) -> None:
    means_id = advised(world, world.person("anna"), places=(CENTRE,))
    revision = row_of(world, means_id)["revision"]
    world.execute(AccountMeans(means_id, revision, "Er blijven tien plekken."), world.official)
    world.pass_days(41)
    form = replace(DECIDED, decided_on=local_date(world.clock.now()))
    revision = outcome_row(world, means_id)["revision"]
    world.execute(DecideOutcome(means_id, revision, form), world.clerk)
    found = seen(world)
    assert found.open == ()
    [one] = found.past.rows
    assert (one.outcome, found.outcomes[means_id].ruling) == (
        "Er blijven tien plekken.",
        Ruling.PARTLY,
    )
    assert seen(world, OUTSIDE).past.rows == ()


@pytest.mark.parametrize("many", [0, 1, 6])
def test_much_takes_as_many_statements_as_little(sqlite_world: World, many: int) -> None:
    world = sqlite_world
    for _ in range(many):
        announced(world, places=(CENTRE,))
        closed(world, places=(CENTRE,))
    with statements(world.services.engine) as asked:
        found = seen(world, CENTRE, OUTSIDE, per_page=4)
    assert (len(found.open), len(found.past.rows), found.past.total) == (many, min(many, 4), many)
    assert len(asked) == 4
