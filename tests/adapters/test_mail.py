"""The demo's post box: what it keeps, and that nothing lands in it for who was erased meanwhile."""

import threading

from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.support.waiting import wait_until_somebody_waits
from tests.support.world import HERE, World
from wijkstem.adapters.mail import Message, PostboxMailer
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.handlers import carry_out
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.ids import new_id
from wijkstem.tables.engine import PostboxMessage


def message_to(world: World, person: Actor) -> Message:
    assert person.person_id is not None
    return Message(
        municipality_id=HERE,
        recipient_id=person.person_id,
        address=None,
        message_id=f"<{new_id()}@test>",
        subject="Er is nieuws",
        body="Beste Anna,",
        at=world.clock.at,
    )


def erasing(person: Actor) -> ErasePerson:
    assert person.person_id is not None
    return ErasePerson(person.person_id)


def subjects(world: World) -> list[str]:
    return [row["subject"] for row in world.rows(PostboxMessage)]


def test_post_is_kept_for_who_is_known_and_for_nobody_else(world: World) -> None:
    anna, mailer = world.person("anna"), PostboxMailer(world.services.engine)
    mailer.send(message_to(world, anna))
    mailer.send(message_to(world, Actor(new_id(), anna.roles)))

    assert subjects(world) == ["Er is nieuws"]


def test_message_written_before_its_reader_was_erased_is_not_kept(world: World) -> None:
    anna = world.person("anna")
    written = message_to(world, anna)
    world.execute(erasing(anna))
    PostboxMailer(world.services.engine).send(written)

    assert subjects(world) == []


def test_message_that_arrives_while_its_reader_is_being_erased_is_not_kept(
    postgres_world: World,
) -> None:
    """Without the lock on the reader this message stayed in the box of somebody who is forgotten."""
    world, anna = postgres_world, postgres_world.person("anna")
    written, mailer = message_to(world, anna), PostboxMailer(postgres_world.services.engine)
    sending = threading.Thread(target=mailer.send, args=(written,))
    with world.services.unit_of_work(HERE) as uow:
        carry_out(erasing(anna), world.services.work(uow, SYSTEM))
        sending.start()
        wait_until_somebody_waits(world)
    sending.join()

    assert subjects(world) == []


def test_erasing_waits_for_a_message_that_is_arriving_and_takes_it_too(
    postgres_world: World,
) -> None:
    world, anna = postgres_world, postgres_world.person("anna")
    PostboxMailer(world.services.engine).send(message_to(world, anna))
    held = text("SELECT id FROM person WHERE id = :id FOR KEY SHARE")
    erase = threading.Thread(target=world.execute, args=(erasing(anna),))
    with unguarded(world) as arriving:
        arriving.execute(held, {"id": anna.person_id})
        erase.start()
        wait_until_somebody_waits(world)
        assert subjects(world) == ["Er is nieuws"]
    erase.join()

    assert subjects(world) == []
