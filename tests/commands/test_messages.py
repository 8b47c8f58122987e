"""How often somebody wants mail; and stopping it without logging in."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.commands.test_initiatives import refusal
from tests.commands.test_tag_keys import before, rotated
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.messages import ChooseRhythm, StopMail, stop_token
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.kit.jinja import make_pages
from wijkstem.rules.registry import RuleBook
from wijkstem.rules.schema import Kept
from wijkstem.settings import ROOT
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import Delivery
from wijkstem.tables.messages import InboxMessage, Mailed
from wijkstem.words import Because, Rhythm
from workers.deliveries import deliver


def keeping(world: World, days: int) -> World:
    """The same place, with a rule for how long messages are kept."""
    here = world.services.rules.of(HERE)
    kept = Kept(days=days, assumed=True)
    changed = here.municipality.model_copy(update={"messages_kept": kept})
    rules = RuleBook({HERE: replace(here, municipality=changed)})
    return replace(world, services=replace(world.services, rules=rules))


def told(world: World, actor: Actor) -> Counter[tuple[Because, Mailed]]:
    """Why somebody was told, and what became of it as a mail."""
    rows = world.rows(InboxMessage, person_id=actor.person_id)
    return Counter((row["because"], row["mailed"]) for row in rows)


def mails(world: World, actor: Actor) -> int:
    return len(world.rows(Delivery, recipient_id=actor.person_id))


def rhythm(world: World, actor: Actor) -> Rhythm:
    [row] = world.rows(Person, id=actor.person_id)
    found: Rhythm = row["mail_rhythm"]
    return found


def something_happens(world: World, *actors: Actor) -> None:
    """A plan that these people follow is withdrawn."""
    submitter = world.person("somebody")
    plan = world.open(submitter)
    for actor in actors:
        world.execute(Follow(plan), actor)
    world.execute(TakeStep(plan, 2, "withdraw"), submitter)
    world.settle()


@pytest.mark.parametrize(
    ("chosen", "mailed", "number"),
    [
        (Rhythm.AT_ONCE, Mailed.AT_ONCE, 1),
        (Rhythm.DAILY, Mailed.WAITING, 0),
        (Rhythm.WEEKLY, Mailed.WAITING, 0),
        (Rhythm.NEVER, Mailed.NOT, 0),
    ],
)
def test_mail_about_plans_of_others_comes_as_often_as_was_chosen(
    world: World, chosen: Rhythm, mailed: Mailed, number: int
) -> None:
    anna = world.person("anna")
    world.execute(ChooseRhythm(chosen), anna)
    something_happens(world, anna)

    assert told(world, anna) == {(Because.FOLLOWS, mailed): 1}
    assert mails(world, anna) == number


def test_what_is_ones_own_and_ones_work_always_comes(world: World) -> None:
    submitter, clerk = world.person("submitter"), world.clerk
    for actor in (submitter, clerk):
        world.execute(ChooseRhythm(Rhythm.NEVER), actor)
    plan = world.open(submitter)
    for name in ("one", "two", "three"):
        world.execute(Sign(plan), world.person(name))
    world.settle()

    assert told(world, submitter) == {(Because.SUBMITTED, Mailed.AT_ONCE): 3}
    assert told(world, clerk) == {(Because.OFFICE, Mailed.NOT): 1}
    # The clerk's only mail of it has the whole request with its files.
    assert (mails(world, submitter), mails(world, clerk)) == (3, 1)


def test_who_follows_and_signed_and_submitted_is_told_once_for_the_first_of_these(
    world: World,
) -> None:
    submitter, anna, bram = (world.person(name) for name in ("submitter", "anna", "bram"))
    plan = world.open(submitter)
    for actor in (submitter, anna):
        world.execute(Follow(plan), actor)
    for actor in (submitter, anna, bram):
        world.execute(Sign(plan), actor)
    world.settle()

    assert told(world, anna) == {(Because.FOLLOWS, Mailed.AT_ONCE): 1}
    assert told(world, bram) == {(Because.SIGNED, Mailed.AT_ONCE): 1}
    assert told(world, submitter) == {(Because.SUBMITTED, Mailed.AT_ONCE): 3}
    assert [mails(world, one) for one in (submitter, anna, bram)] == [3, 1, 1]


def test_who_wants_no_mail_any_more_gets_none_that_still_waited(world: World) -> None:
    anna, bram = world.person("anna"), world.person("bram")
    world.execute(ChooseRhythm(Rhythm.WEEKLY), anna)
    something_happens(world, anna, bram)
    for actor in (anna, bram):
        world.execute(ChooseRhythm(Rhythm.NEVER), actor)
    deliver(world.services, make_pages(ROOT / "templates"), HERE)

    assert told(world, anna) == {(Because.FOLLOWS, Mailed.NOT): 1}
    gone = {message.recipient_id for message in world.mailer.sent}
    assert not gone & {anna.person_id, bram.person_id}
    assert mails(world, bram) == 0, "what waited in line for a moment is no use any more"


def token(world: World, actor: Actor) -> str:
    assert actor.person_id is not None
    return stop_token(world.services.tag_keys, HERE, actor.person_id)


def test_mail_stops_by_its_token_alone_and_twice_is_once(world: World) -> None:
    anna, bram = world.person("anna"), world.person("bram")
    for _ in range(2):
        world.execute(StopMail(token(world, anna)), ANYONE)

    assert (rhythm(world, anna), rhythm(world, bram)) == (Rhythm.NEVER, Rhythm.AT_ONCE)


def test_token_outlives_a_change_of_key_and_ends_with_its_key(world: World) -> None:
    anna = world.person("anna")
    old = token(before(world), anna)
    rotated(world).execute(StopMail(old), ANYONE)

    assert rhythm(world, anna) is Rhythm.NEVER
    assert token(rotated(world), anna) != old


def test_who_was_erased_is_sent_nothing_already(world: World) -> None:
    anna = world.person("anna")
    made = token(world, anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)

    world.execute(StopMail(made), ANYONE)


def test_token_of_another_municipality_or_of_nobody_stops_nothing(world: World) -> None:
    anna = world.person("anna")
    assert anna.person_id is not None
    other = stop_token(world.services.tag_keys, "buurdorp", anna.person_id)

    for made in (other, "", "x" * 44, token(world, anna)[:-2]):
        assert refusal(world, StopMail(made), ANYONE) == "unknown_link"
    assert rhythm(world, anna) is Rhythm.AT_ONCE
