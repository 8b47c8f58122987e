"""Draws at the same moment, with real threads on a real PostgreSQL: one draw, and never more people than places."""

from collections import Counter
from dataclasses import replace

from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.draws import (
    HOW,
    SOURCE,
    actor_of,
    announced,
    drawn,
    entries,
    group_row,
    prepared,
    willing,
)
from tests.support.means import made, made_up_room, row_of
from tests.support.world import World
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.draw_answers import AnswerInvitation, PassAnswers
from wijkstem.commands.draws import AnnounceDraw, CancelDraw, PrepareGroup, RecordDraw, SayWilling
from wijkstem.domain.draw_rules import GroupForm
from wijkstem.domain.people import SYSTEM
from wijkstem.events.draws import DrawAnnounced, DrawDrawn, DrawInvited
from wijkstem.tables.draws import Draw, DrawWilling, SoundingGroup
from wijkstem.words.draws import HOLDS, DrawState, EntryState
from wijkstem.words.means import Audience, MeansKind, MeansState


def test_numbers_of_groups_are_handed_out_once(postgres_world: World) -> None:
    world, form = postgres_world, GroupForm("Plein", "Praten", 3)
    ended = at_once([asking(world, PrepareGroup(form), who) for who in officials(world, 6)])
    assert kinds(ended) == {"done": 6}
    numbers = {row["number"] for row in world.rows(SoundingGroup)}
    assert numbers == {f"2026-{n:04}" for n in range(1, 7)}


def test_yes_that_is_said_many_times_at_once_is_one(postgres_world: World) -> None:
    world = postgres_world
    one = replace(world.person("buur"))
    ended = at_once([asking(world, SayWilling(True), one) for _ in range(6)])
    assert kinds(ended) == {"done": 6}
    assert len(world.rows(DrawWilling)) == 1


def test_list_that_many_fix_is_fixed_once(postgres_world: World) -> None:
    world = postgres_world
    willing(world, 8)
    group_id = prepared(world)
    people = officials(world, 5)
    ended = at_once([asking(world, AnnounceDraw(group_id, SOURCE, 3), who) for who in people])
    assert kinds(ended) == {"done": 1, "not_now": 4}
    assert len(world.rows(Draw)) == len(world.events(DrawAnnounced)) == 1
    assert len(entries(world, group_id)) == 8


def test_two_officials_with_other_figures_draw_once(postgres_world: World) -> None:
    world = postgres_world
    willing(world, 8)
    group_id = announced(world)
    world.pass_days(3)
    asked = [RecordDraw(group_id, f"1 2 {n}", HOW) for n in range(3, 8)]
    people = officials(world, 5)
    ended = at_once([asking(world, one, who) for one, who in zip(asked, people, strict=True)])
    assert kinds(ended) == {"done": 1, "not_now": 4}
    assert len(world.events(DrawDrawn)) == len(world.events(DrawInvited)) == 1
    assert sum(row["state"] in HOLDS for row in entries(world, group_id)) == 3


def test_answers_and_the_clock_never_give_a_place_away_twice(postgres_world: World) -> None:
    world = postgres_world
    willing(world, 20)
    group_id = drawn(world, 6)
    first = entries(world, group_id, state=EntryState.INVITED)
    answers = [
        asking(world, AnswerInvitation(one["id"], at % 2 == 0), actor_of(one))
        for at, one in enumerate(first)
    ]
    world.pass_days(15)
    ended = at_once([*answers, *(asking(world, PassAnswers(group_id), SYSTEM) for _ in range(3))])
    found = Counter(row["state"] for row in entries(world, group_id))
    # Their day was over: whoever came first, nobody's answer counted, and each place was given once.
    assert kinds(ended) == {"answer_over": 6, "done": 1, "nobody_late": 2}
    assert found == {EntryState.SILENT: 6, EntryState.INVITED: 6, EntryState.WAITING: 8}


def test_many_who_say_no_at_once_are_each_replaced_once(postgres_world: World) -> None:
    world = postgres_world
    willing(world, 20)
    group_id = drawn(world, 6)
    first = entries(world, group_id, state=EntryState.INVITED)
    ended = at_once(
        [asking(world, AnswerInvitation(one["id"], False), actor_of(one)) for one in first]
    )
    assert kinds(ended) == {"done": 6}
    after = entries(world, group_id)
    assert [row["state"] for row in after[:13]] == [EntryState.NO] * 6 + [
        EntryState.INVITED
    ] * 6 + [EntryState.WAITING]
    assert group_row(world, group_id)["seats"] == 6


def test_group_is_cancelled_or_gets_something_to_do_and_never_both(
    postgres_world: World,
) -> None:
    world = postgres_world
    willing(world, 8)
    for _ in range(4):
        group_id = announced(world)
        with made_up_room(MeansKind.DISCUSSION):
            means_id = made(world, audience=Audience.GROUP, group_id=group_id)
            ended = at_once(
                [
                    asking(world, AnnounceMeans(means_id, 1), world.official),
                    asking(world, CancelDraw(group_id, "De bron stopte."), world.clerk),
                ]
            )
        open_ = row_of(world, means_id)["state"] is MeansState.ANNOUNCED
        cancelled = group_row(world, group_id)["state"] is DrawState.CANCELLED
        assert (kinds(ended)["done"], open_) == (1, not cancelled)
