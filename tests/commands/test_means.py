"""Means: what is refused, what was promised stays, who comes in, and what closes when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.draws import announced as draw_announced
from tests.support.draws import prepared as draw_prepared
from tests.support.draws import willing
from tests.support.means import FORM, announced, closed, dossier, made, made_up_room, row_of
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans, AnnounceMeans, CloseMeans, StopMeans
from wijkstem.commands.draws import CancelDraw
from wijkstem.commands.means import ChangeMeans, MakeMeans
from wijkstem.commands.means_rooms import ROOM_RULES, RoomRules
from wijkstem.commands.taking_part import Taking, take_part
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import WijkstemError
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansMade,
    MeansStopped,
)
from wijkstem.kit.ids import new_id
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.means import Means, MeansPlace, MeansVersion
from wijkstem.web.rooms import ROOMS
from wijkstem.words import Role
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.means import MeansKind, MeansState


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with made_up_room(MeansKind.DISCUSSION):
        yield


def coming_in(world: World, means_id: UUID, who: Actor) -> Taking:
    """What the room of a discussion does first."""
    with world.services.unit_of_work(HERE) as uow:
        return take_part(means_id, world.services.work(uow, who), kind=MeansKind.DISCUSSION)


def refused_entry(world: World, means_id: UUID, who: Actor) -> str:
    with pytest.raises(WijkstemError) as no:
        coming_in(world, means_id, who)
    return no.value.code


def changed(world: World, means_id: UUID, **values: Any) -> ChangeMeans:
    row = row_of(world, means_id)
    form = replace(FORM, dossier_id=row["dossier_id"], news="Meer mensen vroegen erom.", **values)
    return ChangeMeans(means_id, row["revision"], form)


def test_draft_needs_only_what_it_is_and_what_it_asks(world: World) -> None:
    empty = replace(FORM, kind="", title=" ", question="", level="x", audience="", body_id="x")
    assert refusal(world, MakeMeans(empty), world.official) == {
        "kind": "choose",
        "title": "empty",
        "question": "empty",
        "level": "choose",
        "audience": "choose",
        "body_id": "choose",
    }
    assert refusal(world, MakeMeans(FORM), world.official) == {"dossier": "choose"}
    bare: dict[str, Any] = {
        "level": "",
        "promise": "",
        "body_id": "",
        "decided_on": None,
        "decision": "",
    }
    means_id = made(world, **bare, opens_on=None, closes_on=None, account_by=None)
    assert row_of(world, means_id)["state"] is MeansState.DRAFT
    assert [event.means_id for event in world.events(MeansMade)] == [means_id]
    needed = {
        "level": "choose",
        "promise": "empty",
        "body_id": "choose",
        "decided_on": "bad_day",
        "decision": "empty",
        "opens": "bad_day",
        "closes": "bad_day",
        "account_by": "bad_day",
    }
    assert refusal(world, AnnounceMeans(means_id, 1), world.official) == needed


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"decided_on": date(2026, 3, 3)}, {"decided_on": "not_decided"}),
        ({"opens_on": date(2026, 3, 1)}, {"opens": "opens_past"}),
        ({"opens_on": date(2062, 3, 1), "closes_on": date(2062, 3, 9)}, {"opens": "too_far", "account_by": "account_early"}),
        ({"account_by": date(2026, 3, 10)}, {"account_by": "account_early"}),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(
    world: World, values: dict[str, Any], code: dict[str, str]
) -> None:
    means_id = made(world, **values)
    assert refusal(world, AnnounceMeans(means_id, 1), world.official) == code


def test_what_is_not_there_cannot_be_named(world: World) -> None:
    strange: dict[str, Any] = {
        "dossier_id": new_id(),
        "year_subject_id": new_id(),
        "council_proposal_id": new_id(),
        "choice_id": new_id(),
        "meeting_id": new_id(),
        "plan": "2026-9999",
    }
    assert refusal(world, MakeMeans(replace(FORM, **strange)), world.official) == {
        "dossier": "unknown",
        "year_subject": "unknown",
        "council_proposal": "unknown",
        "choice": "unknown",
        "meeting": "unknown",
        "plan": "unknown_plan",
    }
    places = replace(FORM, dossier_id=dossier(world), audience="neighbourhoods")
    assert refusal(world, MakeMeans(places), world.official) == {"places": "no_places"}
    assert refusal(world, MakeMeans(replace(places, places=("WK000000",))), world.official) == {
        "places": "unknown_neighbourhood"
    }
    group = replace(places, audience="group")
    assert refusal(world, MakeMeans(group), world.official) == {"group": "no_group"}
    backwards = replace(FORM, dossier_id=places.dossier_id, closes_on=date(2026, 3, 1))
    assert refusal(world, MakeMeans(backwards), world.official) == {"closes": "closes_first"}


def test_numbers_are_handed_out_once_and_a_form_that_is_sent_twice_makes_one(world: World) -> None:
    form_id, form = new_id(), replace(FORM, dossier_id=dossier(world))
    numbers = [world.execute(MakeMeans(form, form_id), world.official) for _ in range(2)]
    numbers.append(world.execute(MakeMeans(form), world.clerk))
    assert numbers == ["2026-0001", "2026-0001", "2026-0002"]
    assert len(world.rows(Means)) == len(world.events(MeansMade)) == 2


def test_residents_prepare_and_announce_nothing(world: World) -> None:
    resident, means_id = world.person("resident"), made(world)
    for command in (
        MakeMeans(FORM),
        changed(world, means_id),
        AnnounceMeans(means_id, 1),
        StopMeans(means_id, 1),
        CloseMeans(means_id, "x"),
        AccountMeans(means_id, 1, "x"),
    ):
        assert refusal(world, command, resident) == "not_allowed"


def test_announced_stands_in_its_dossier_with_what_was_promised(world: World) -> None:
    means_id = announced(world, places=("WK990100",))
    row = row_of(world, means_id)
    assert (row["state"], row["revision"]) == (MeansState.ANNOUNCED, 2)
    assert [p["code"] for p in world.rows(MeansPlace)] == ["WK990100"]
    [event] = world.events(MeansAnnounced)
    assert (event.kind, event.level, event.places) == ("discussion", "advise", ("WK990100",))
    assert (event.opens_on, event.closes_on) == (FORM.opens_on, FORM.closes_on)
    [entry] = world.rows(DossierEntry)
    assert (entry["id"], entry["kind"], entry["url"]) == (
        means_id,
        EntryKind.MEANS,
        "/meedoen/2026-0001",
    )
    world.execute(AnnounceMeans(means_id, 1), world.official)
    assert len(world.events(MeansAnnounced)) == 1


def test_kind_without_a_room_cannot_be_announced(world: World) -> None:
    means_id = made(world)
    ROOM_RULES.pop(MeansKind.DISCUSSION)
    try:
        assert refusal(world, AnnounceMeans(means_id, 1), world.official) == "no_room"
    finally:
        ROOM_RULES[MeansKind.DISCUSSION] = RoomRules()
    assert row_of(world, means_id)["state"] is MeansState.DRAFT


def test_kinds_that_can_be_announced_are_those_with_a_page() -> None:
    assert ROOM_RULES.keys() == ROOMS.keys()


def test_draft_changes_freely_and_what_is_announced_keeps_what_was_promised(world: World) -> None:
    means_id = made(world)
    world.execute(changed(world, means_id, level="consult", title="Iets anders"), world.official)
    assert row_of(world, means_id)["title"] == "Iets anders"
    world.execute(changed(world, means_id, opens_on=date(2026, 3, 9)), world.official)
    world.execute(AnnounceMeans(means_id, 3), world.official)

    later = {"opens_on": date(2026, 3, 9)}
    other = changed(world, means_id, level="consult", audience="residents", **later)
    assert refusal(world, other, world.official) == {"level": "fixed", "audience": "fixed"}
    world.execute(changed(world, means_id, title="Een beter woord", **later), world.official)
    assert [(v["title"], v["news"]) for v in world.rows(MeansVersion)] == [
        (FORM.title, ""),
        ("Een beter woord", "Meer mensen vroegen erom."),
    ]
    world.pass_days(7)
    asked = changed(world, means_id, question="Iets heel anders?", **later)
    assert refusal(world, asked, world.official) == {"title": "fixed", "question": "fixed"}
    sooner = changed(world, means_id, title="Een beter woord", closes_on=date(2026, 3, 10), **later)
    assert refusal(world, sooner, world.official) == {"closes": "closes_earlier"}
    longer = changed(world, means_id, title="Een beter woord", closes_on=date(2026, 3, 22), **later)
    without = replace(longer, form=replace(longer.form, news=" "))
    assert refusal(world, without, world.official) == {"news": "empty"}
    world.execute(longer, world.official)
    assert refusal(world, longer, world.official) == "changed_meanwhile"
    assert [event.announced for event in world.events(MeansChanged)] == [False, False, True, True]
    assert world.events(MeansChanged)[-1].closes_on == date(2026, 3, 22)


def test_people_come_in_from_its_first_day_to_its_last(world: World) -> None:
    means_id = announced(world, opens_on=date(2026, 3, 4))
    resident = world.person("resident")
    assert refused_entry(world, means_id, resident) == "not_open_yet"
    world.pass_days(2)
    taking = coming_in(world, means_id, resident)
    assert (taking.person_id, taking.neighbourhood_code, taking.age_band) == (
        resident.person_id,
        "WK990100",
        "45_64",
    )
    assert taking.means.number == "2026-0001"
    world.pass_days(11)
    assert coming_in(world, means_id, resident).person_id == resident.person_id
    world.pass_days(1)
    assert refused_entry(world, means_id, resident) == "closed"


def test_it_says_for_whom_it_is(world: World) -> None:
    everyone = announced(world)
    residents = announced(world, audience="residents")
    there = announced(world, audience="neighbourhoods", places=("WK990101",))
    willing(world, 8)
    group = announced(world, audience="group", group_id=draw_announced(world))
    here, away = world.person("here"), world.person("away", lives=None)
    neighbour = world.person("neighbour", lives="WK990101")
    weak = replace(here, strong=False)
    assert coming_in(world, everyone, away).neighbourhood_code is None
    assert coming_in(world, there, neighbour).neighbourhood_code == "WK990101"
    assert refused_entry(world, everyone, ANYONE) == "login_needed"
    assert refused_entry(world, residents, weak) == "stronger_login_needed"
    for means_id, who in ((residents, away), (there, here), (group, here)):
        assert refused_entry(world, means_id, who) == "not_for_you"
    assert refused_entry(world, new_id(), here) == "unknown_means"
    assert refused_entry(world, made(world), here) == "unknown_means"


def test_it_is_for_a_group_whose_list_is_fixed_and_that_goes_on(world: World) -> None:
    willing(world, 8)
    ready, draft = draw_announced(world), draw_prepared(world)
    form = replace(FORM, dossier_id=dossier(world), audience="group")
    for wrong in (draft, new_id()):
        asked = MakeMeans(replace(form, group_id=wrong))
        assert refusal(world, asked, world.official) == {"group": "unknown"}
    for_it = made(world, audience="group", group_id=ready)
    world.execute(CancelDraw(ready, "De bron stopte."), world.official)
    assert refusal(world, AnnounceMeans(for_it, 1), world.official) == {"group": "group_gone"}


def test_early_close_needs_a_reason_and_the_clock_needs_none(world: World) -> None:
    early, late = announced(world), announced(world)
    assert refusal(world, CloseMeans(early), world.official) == {"reason": "empty"}
    assert refusal(world, CloseMeans(early)) == "not_allowed"
    assert world.execute(CloseMeans(early, "Alles is gezegd."), world.official) is True
    assert world.execute(CloseMeans(early, "Nog eens."), world.official) is False
    assert row_of(world, early)["reason"] == "Alles is gezegd."
    assert refused_entry(world, early, world.person("resident")) == "closed"
    world.pass_days(14)
    assert world.execute(CloseMeans(late)) is True
    assert [(e.means_id, e.early, e.official_id) for e in world.events(MeansClosed)] == [
        (early, True, world.official.person_id),
        (late, False, None),
    ]


def test_what_has_not_begun_is_stopped_and_not_closed(world: World) -> None:
    means_id = announced(world, opens_on=date(2026, 3, 9))
    assert refusal(world, CloseMeans(means_id, "x"), world.official) == "not_begun"
    revision = row_of(world, means_id)["revision"]
    assert refusal(world, StopMeans(means_id, revision), world.official) == {"reason": "empty"}
    world.execute(StopMeans(means_id, revision, "Het plein is verkocht."), world.official)
    draft = made(world)
    world.execute(StopMeans(draft, 1), world.official)
    assert [event.announced for event in world.events(MeansStopped)] == [True, False]
    assert refusal(world, AnnounceMeans(draft, 2), world.official) == "not_now"
    assert refusal(world, CloseMeans(means_id, "x"), world.official) == "not_now"


def test_outcome_is_told_once_and_whether_that_was_in_time(world: World) -> None:
    first, second = closed(world), closed(world)
    [open_one] = [announced(world)]
    assert refusal(world, AccountMeans(open_one, 2, "x"), world.official) == "not_now"
    assert refusal(world, AccountMeans(first, 3, " "), world.official) == {"outcome": "empty"}
    world.execute(AccountMeans(first, 3, "Er komen bomen."), world.official)
    assert refusal(world, AccountMeans(first, 4, "Toch niet."), world.official) == "not_now"
    world.pass_days(60)
    world.execute(AccountMeans(second, 3, "Te laat, maar toch."), world.clerk)
    assert [event.in_time for event in world.events(MeansAccounted)] == [True, False]
    assert row_of(world, first)["state"] is MeansState.ACCOUNTED
    told = {row["id"]: row["text"] for row in world.rows(DossierEntry)}
    assert told[first].endswith("Er komen bomen.")


def test_clerk_may_do_it_too(world: World) -> None:
    means_id = made(world)
    world.execute(AnnounceMeans(means_id, 1), world.person("clerk", Role.CLERK))
    assert row_of(world, means_id)["announced_by"] == world.clerk.person_id
