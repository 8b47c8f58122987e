"""Who gets which message: everybody concerned, once, and nobody who is not."""

from collections import Counter

from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.eventlog.follow import follow
from wijkstem.kit.rows import table_of
from wijkstem.reactions.messages import NAME, messages
from wijkstem.reactions.paths import paths
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryState
from wijkstem.words import Role

REASONS = "Dit is de uitleg in gewone woorden."


def told(world: World) -> Counter[tuple[str, object]]:
    """How many messages of each kind each person gets."""
    return Counter((row["template"], row["recipient_id"]) for row in world.rows(Delivery))


def test_everybody_concerned_is_told_once(world: World) -> None:
    submitter, anna = world.person("submitter"), world.person("anna")
    clerks = [world.clerk, world.person("second clerk", Role.CLERK, Role.OFFICIAL)]
    world.person("bystander")
    plan = world.open(submitter)
    for person in (submitter, anna, world.person("bram")):
        world.execute(Sign(plan), person)
    world.settle()
    bram = world.person("bram")

    assert told(world) == {
        ("initiative_submitted", submitter.person_id): 1,
        (
            "step_taken",
            submitter.person_id,
        ): 2,  # admitted, and enough signatures: not twice as a signer
        ("step_taken", anna.person_id): 1,
        ("step_taken", bram.person_id): 1,
        # everything in one mail, for the files of the council's office: there is no other about the same
        ("agenda_handover", clerks[0].person_id): 1,
        ("agenda_handover", clerks[1].person_id): 1,
    }
    assert {row["state"] for row in world.rows(Delivery)} == {DeliveryState.WAITING}


def test_request_that_is_handed_over_no_more_is_mailed_in_words(sqlite_world: World) -> None:
    """Workers that stood still for long: what is that old is no hand-over."""
    world = sqlite_world
    plan, clerk = world.open(), world.clerk
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    desk = world.services.reaction_desk(HERE)
    while follow(paths(world.services), HERE, desk):
        pass
    world.pass_days(15)
    world.settle()
    assert [name for name, person in told(world) if person == clerk.person_id] == [
        "agenda_item_requested"
    ]


def test_late_answer_is_told_to_who_waits_for_it(world: World) -> None:
    submitter = world.person("submitter")
    plan = world.submit(submitter).initiative_id
    world.pass_days(20)
    world.execute(PassTerm(plan, 1))
    world.settle()

    assert told(world)["term_passed", submitter.person_id] == 1


def test_who_was_erased_is_told_nothing(world: World) -> None:
    submitter, anna = world.person("submitter"), world.person("anna")
    plan = world.open(submitter)
    world.execute(Sign(plan), anna)
    for person in (submitter, anna):
        assert person.person_id is not None
        world.execute(ErasePerson(person.person_id), person)
    refused = world.submit(world.person("bram")).initiative_id
    world.execute(TakeStep(refused, 1, "refuse", "complaint", REASONS), world.official)
    world.settle()

    gone = {submitter.person_id, anna.person_id}
    assert [row for row in world.rows(Delivery) if row["recipient_id"] in gone] == []


def test_being_told_twice_makes_no_second_delivery(world: World) -> None:
    """Even when the position is lost: the constraint on cause, channel and recipient keeps it to one."""
    world.open()
    world.settle()
    before = told(world)
    positions = table_of(ConsumerPosition)
    with world.services.connection(HERE) as connection:
        connection.execute(
            positions.update()
            .where(positions.c.municipality_id == HERE, positions.c.consumer == NAME)
            .values(position=0)
        )
    assert follow(messages(world.services.rules), HERE, world.services.reaction_desk(HERE)) > 0

    assert told(world) == before
    assert set(before.values()) == {1}
