"""Signing up: a place for each, no place twice, and whoever waits moves up by themselves."""

import threading
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.commands.test_following import by_mail, without_mail
from tests.commands.test_gatherings import announced
from tests.commands.test_initiatives import refusal
from tests.eventlog.consumers import unguarded
from tests.journeys.test_at_once import at_once, kinds
from tests.support.world import World
from wijkstem.commands import signing_up
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.gatherings import CancelGathering
from wijkstem.commands.retention import LetGo
from wijkstem.commands.signing_up import Coming, SignOff, SignUpFor
from wijkstem.domain.people import ANYONE, SYSTEM, Actor
from wijkstem.events.gatherings import GatheringCancelled, PlaceGiven, SignedOff, SignedUp
from wijkstem.kit.ids import new_id
from wijkstem.services import Work
from wijkstem.tables.gatherings import Gathering, SignUp
from wijkstem.words import Keeping

MANY = 12


def people(world: World, number: int = MANY) -> list[Actor]:
    return [world.person(f"inwoner {n}") for n in range(number)]


def seats(world: World, gathering: UUID) -> dict[UUID, int | None]:
    """Who has which seat; None: on the waiting list."""
    rows = world.rows(SignUp, gathering_id=gathering)
    return {row["person_id"]: row["seat"] for row in sorted(rows, key=lambda row: row["turn"])}


def test_first_ones_have_a_place_and_the_others_wait(world: World) -> None:
    made, who = announced(world, places=2), people(world, 4)

    said = [world.execute(SignUpFor(made), one) for one in who]

    assert said == [Coming(place, new=True) for place in (True, True, False, False)]
    assert list(seats(world, made).values()) == [1, 2, None, None]
    assert [event.has_place for event in world.events(SignedUp)] == [True, True, False, False]


def test_everybody_fits_where_there_is_no_limit(world: World) -> None:
    made = announced(world)
    for one in people(world, 4):
        world.execute(SignUpFor(made), one)

    assert list(seats(world, made).values()) == [1, 2, 3, 4]


def test_signing_up_twice_is_once(world: World) -> None:
    made, anna = announced(world, places=1), world.person("anna")

    assert [world.execute(SignUpFor(made), anna).new for _ in range(2)] == [True, False]
    assert len(world.events(SignedUp)) == 1


def test_who_waits_longest_gets_the_place_that_comes_free(world: World) -> None:
    made, who = announced(world, places=1), people(world, 4)
    for one in who:
        world.execute(SignUpFor(made), one)
    world.execute(SignOff(made), who[1])
    assert world.events(PlaceGiven) == []
    assert world.execute(SignOff(made), who[0])

    assert list(seats(world, made).values()) == [1, None]
    assert seats(world, made)[who[2].person_id] == 1  # type: ignore[index]
    [given] = world.events(PlaceGiven)
    [mine] = world.rows(SignUp, person_id=who[2].person_id)
    assert given.sign_up_id == mine["id"]
    assert [event.had_place for event in world.events(SignedOff)] == [False, True]


def test_who_signs_off_and_up_again_stands_at_the_end(world: World) -> None:
    made, who = announced(world, places=1), people(world, 3)
    for one in who:
        world.execute(SignUpFor(made), one)
    world.execute(SignOff(made), who[0])
    world.execute(SignUpFor(made), who[0])

    assert list(seats(world, made)) == [one.person_id for one in (*who[1:], who[0])]
    assert not world.execute(SignOff(made), world.person("nobody here"))


def test_nobody_signs_up_without_logging_in_or_for_what_is_not_there(world: World) -> None:
    made, anna = announced(world), world.person("anna")

    assert refusal(world, SignUpFor(made), ANYONE) == "login_needed"
    assert refusal(world, SignOff(made), ANYONE) == "login_needed"
    assert refusal(world, SignUpFor(new_id()), anna) == "unknown_gathering"


def test_mailbox_signs_up_only_where_the_rules_allow_it(world: World) -> None:
    made, anna = announced(world), by_mail(world.person("anna"))

    assert refusal(without_mail(world), SignUpFor(made), anna) == "stronger_login_needed"
    assert world.execute(SignUpFor(made), anna).has_place


def test_log_has_nobody_who_comes(world: World) -> None:
    made, anna = announced(world, places=1), world.person("anna")
    before = len(world.recorded())
    world.execute(SignUpFor(made), anna)
    world.execute(SignOff(made), anna)

    said = [recorded.event.model_dump_json() for recorded in world.recorded()[before:]]
    assert len(said) == 2
    assert [one for one in said if str(anna.person_id) in one] == []


def test_who_is_erased_leaves_a_place_to_who_waits(world: World) -> None:
    first, second = announced(world, places=1), announced(world, title="Nog een keer")
    anna, bram = world.person("anna"), world.person("bram")
    for one in (anna, bram):
        world.execute(SignUpFor(first), one)
    world.execute(SignUpFor(second), anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)

    assert seats(world, first) == {bram.person_id: 1}
    assert seats(world, second) == {}
    assert refusal(world, SignUpFor(first), anna) == "unknown_person"


def test_erasing_gives_nobody_a_place_at_what_does_not_go_on(world: World) -> None:
    made, (anna, bram) = announced(world, places=1), people(world, 2)
    for one in (anna, bram):
        world.execute(SignUpFor(made), one)
    world.execute(CancelGathering(made, 1, "De zaal is dicht."), world.official)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)

    assert seats(world, made) == {bram.person_id: None}
    assert world.events(PlaceGiven) == []


def test_sign_ups_go_when_they_were_kept_long_enough(world: World) -> None:
    made = announced(world)
    world.execute(SignUpFor(made), world.person("anna"))
    world.pass_days(18 + 30)
    assert world.execute(LetGo(Keeping.SIGN_UP), SYSTEM) == 0
    world.pass_days(1)

    assert world.execute(LetGo(Keeping.SIGN_UP), SYSTEM) == 1
    assert world.rows(SignUp) == []


@pytest.mark.parametrize("places", [1, 5])
def test_room_is_never_given_away_twice(world: World, places: int) -> None:
    """On both engines, with a thread each."""
    made, who = announced(world, places=places), people(world)
    ended = at_once([lambda a=a: world.execute(SignUpFor(made), a) for a in who])  # type: ignore[misc]

    assert kinds(ended) == {"done": MANY}
    assert sum(one.has_place for one in ended) == places
    taken = [seat for seat in seats(world, made).values() if seat is not None]
    assert taken == list(range(1, places + 1)), "and in the order in which they came"


def test_one_person_on_many_devices_has_one_place(world: World) -> None:
    made, anna = announced(world, places=3), world.person("anna")
    ended = at_once([lambda: world.execute(SignUpFor(made), anna)] * MANY)

    assert kinds(ended) == {"done": MANY}
    assert seats(world, made) == {anna.person_id: 1}
    assert len(world.events(SignedUp)) == 1


def test_coming_and_going_at_once_leaves_no_place_empty_while_somebody_waits(world: World) -> None:
    made, who = announced(world, places=4), people(world)
    for one in who[:8]:
        world.execute(SignUpFor(made), one)
    jobs = [lambda a=a: world.execute(SignOff(made), a) for a in who[:4]]
    jobs += [lambda a=a: world.execute(SignUpFor(made), a) for a in who[8:]]
    ended = at_once(jobs)

    assert set(kinds(ended)) == {"done"}
    left = seats(world, made)
    assert sorted(seat for seat in left.values() if seat) == [1, 2, 3, 4]
    assert len(left) == 8


def test_gathering_that_is_cancelled_meanwhile_counts_everybody_who_is_on_it(world: World) -> None:
    made, who, official = announced(world), people(world, 6), world.official
    cancel = CancelGathering(made, 1, "De zaal is dicht.")
    jobs = [lambda a=a: world.execute(SignUpFor(made), a) for a in who]
    ended = at_once([*jobs, lambda: world.execute(cancel, official)])

    assert set(kinds(ended)) <= {"done", "cancelled"}
    assert ended[-1] is None
    [event] = world.events(GatheringCancelled)
    assert event.signed_up == len(seats(world, made)) == kinds(ended)["done"] - 1


def _not_locking(gathering_id: UUID, work: Work) -> Gathering | None:
    return work.session.get(Gathering, (work.municipality_id, gathering_id))


def test_without_its_lock_and_its_key_a_room_is_given_away_twice(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What shows that the tests above can fail: nobody waits for anybody, and nothing is refused."""
    world, meeting = postgres_world, threading.Barrier(2)
    made, who = announced(world, places=1), people(world)[:2]
    looking = signing_up._people

    def both_look_first(gathering: Gathering, work: Work) -> list[SignUp]:
        found = looking(gathering, work)
        meeting.wait(timeout=30)
        return found

    monkeypatch.setattr(signing_up, "_people", both_look_first)
    with unguarded(world) as connection:
        for key in ("uq_sign_up_seat", "uq_sign_up_turn"):
            connection.execute(text(f"ALTER TABLE sign_up DROP CONSTRAINT {key}"))
    monkeypatch.setattr(signing_up, "load", _not_locking)
    at_once([lambda a=a: world.execute(SignUpFor(made), a) for a in who])  # type: ignore[misc]

    assert list(seats(world, made).values()) == [1, 1]


def test_key_alone_keeps_a_room_from_being_given_away_twice(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = postgres_world
    made, who = announced(world, places=1), people(world)
    monkeypatch.setattr(signing_up, "load", _not_locking)
    at_once([lambda a=a: world.execute(SignUpFor(made), a) for a in who])  # type: ignore[misc]

    assert sum(seat == 1 for seat in seats(world, made).values()) == 1
