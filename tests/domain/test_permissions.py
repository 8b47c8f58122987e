"""Who may do what, as one table; and the commands refuse whom the table refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.deliveries import HoldDeliveries, ReleaseDeliveries, RetryParked
from wijkstem.commands.engine import PassOverEvent, RetryConsumer
from wijkstem.commands.initiatives import EditInitiative, SubmitInitiative, TakeStep
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.domain import permissions
from wijkstem.domain.people import ANYONE, SYSTEM, Actor
from wijkstem.errors import NotAllowed, NotFound
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import metadata
from wijkstem.words import Role, Taker, WithoutDigiD

SUBMITTER = new_id()
HOME, ELSEWHERE = "WK990100", "WK990101"


def somebody(*roles: Role, council_of: str = "") -> Actor:
    return Actor(new_id(), frozenset(roles), frozenset({council_of} - {""}))


PEOPLE = {
    "nobody": ANYONE,
    "resident": somebody(Role.RESIDENT),
    "submitter": Actor(SUBMITTER, frozenset({Role.RESIDENT})),
    "council here": somebody(Role.NEIGHBOURHOOD_COUNCIL, council_of=HOME),
    "council elsewhere": somebody(Role.NEIGHBOURHOOD_COUNCIL, council_of=ELSEWHERE),
    "once council here": somebody(Role.RESIDENT, council_of=HOME),
    "official": somebody(Role.OFFICIAL),
    "clerk": somebody(Role.CLERK),
    "administrator": somebody(Role.ADMINISTRATOR),
    "operator": somebody(Role.OPERATOR),
    "system": SYSTEM,
}
LOGGED_IN = set(PEOPLE) - {"nobody", "system"}


def takes(taker: Taker, submitter: Any = SUBMITTER) -> Callable[[Actor], bool]:
    return lambda actor: permissions.may_take(
        actor, taker, submitter_id=submitter, neighbourhood_code=HOME
    )


def sees(public: bool, submitter: Any = SUBMITTER) -> Callable[[Actor], bool]:
    return lambda actor: permissions.may_see(actor, public=public, submitter_id=submitter)


#: Who may do it, by name; everybody else may not.
TABLE: dict[str, tuple[Callable[[Actor], bool], set[str]]] = {
    "submit": (permissions.may_submit, LOGGED_IN),
    "support": (permissions.may_support, LOGGED_IN),
    "triage": (permissions.may_triage, {"official"}),
    "work for the council": (permissions.may_clerk, {"clerk"}),
    "administer": (permissions.may_administer, {"administrator", "system"}),
    "operate": (permissions.may_operate, {"operator", "system"}),
    "decide as official": (takes(Taker.OFFICIAL), {"official"}),
    "decide as clerk": (takes(Taker.CLERK), {"clerk"}),
    "decide as submitter": (takes(Taker.SUBMITTER), {"submitter"}),
    "decide for the neighbourhood": (takes(Taker.NEIGHBOURHOOD_COUNCIL), {"council here"}),
    "decide as a submitter who is erased": (takes(Taker.SUBMITTER, None), set()),
    "edit": (lambda a: permissions.may_edit(a, submitter_id=SUBMITTER), {"submitter"}),
    "edit what is nobody's": (lambda a: permissions.may_edit(a, submitter_id=None), set()),
    "see what is public": (sees(True), set(PEOPLE)),
    "see what is not": (sees(False), {"submitter", "official", "clerk"}),
    "see what is not and nobody's": (sees(False, None), {"official", "clerk"}),
    "erase the submitter": (
        lambda a: permissions.may_erase(a, SUBMITTER),
        {"submitter", "administrator", "system"},
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_who_may(what: str) -> None:
    allowed, who = TABLE[what]

    assert {name for name, actor in PEOPLE.items() if allowed(actor)} == who


def everything(world: World) -> dict[str, int]:
    """How many rows each table has, and how long the log is."""
    tables = [t for t in metadata.sorted_tables if "municipality_id" in t.c]
    with world.services.reading(HERE) as connection:
        return {
            t.name: len(connection.execute(t.select().where(t.c.municipality_id == HERE)).all())
            for t in tables
        }


REASONS = "Dit is de uitleg in gewone woorden."


def test_each_command_refuses_whom_the_table_refuses_and_writes_nothing(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    submitter = world.person("submitter")
    people = {
        "nobody": ANYONE,
        "resident": world.person("resident"),
        "submitter": submitter,
        "council here": world.person("near", Role.NEIGHBOURHOOD_COUNCIL),
        "council elsewhere": world.person("far", Role.NEIGHBOURHOOD_COUNCIL, council_of=ELSEWHERE),
        "official": world.official,
        "clerk": world.clerk,
        "administrator": world.person("administrator", Role.ADMINISTRATOR),
        "operator": world.person("operator", Role.OPERATOR),
        "system": SYSTEM,
    }
    filed = world.submit(submitter).initiative_id
    signing = world.open(submitter)
    asked = world.open(submitter)
    for name in ("a", "b", "c"):
        world.execute(Sign(asked), world.person(name))
    world.settle()
    texts = {"decision": "Plant tien bomen."}
    assert submitter.person_id is not None
    commands: dict[str, tuple[object, set[str]]] = {
        "submit": (
            SubmitInitiative("burgerinitiatief", "Meer bomen hier", HOME, texts, subject="green"),
            TABLE["submit"][1] & set(people),
        ),
        "support": (Sign(signing), TABLE["support"][1] & set(people)),
        "take back": (WithdrawSignature(signing), TABLE["support"][1] & set(people)),
        "admit": (TakeStep(filed, 1, "admit"), {"official"}),
        "refuse": (TakeStep(filed, 1, "refuse", "complaint", REASONS), {"official"}),
        "withdraw": (TakeStep(signing, 2, "withdraw"), {"submitter"}),
        "not place": (TakeStep(asked, 3, "not_place", reasons=REASONS), {"clerk"}),
        "edit": (EditInitiative(filed, 1, "Nog meer bomen", HOME, texts, "green"), {"submitter"}),
        "plan": (
            PlanMeeting("raad", "Raad", date(2026, 4, 1)),
            {"clerk", "administrator", "system"},
        ),
        "retry": (RetryConsumer("listing"), {"operator", "system"}),
        "hold": (HoldDeliveries(), {"operator", "system"}),
        "release": (ReleaseDeliveries(), {"operator", "system"}),
        "retry parked": (RetryParked(), {"operator", "system"}),
        "pass over": (PassOverEvent("listing", "x", "y"), {"operator", "system"}),
        "erase": (
            ErasePerson(submitter.person_id),
            {"submitter", "administrator", "system"},
        ),
    }
    before = everything(world)
    for what, (command, allowed) in commands.items():
        for name, actor in people.items():
            if name in allowed:
                continue
            with pytest.raises(NotAllowed):
                world.execute(command, actor)
            assert everything(world) == before, (what, name)


def test_people_of_another_municipality_are_nobody_here(sqlite_world: World) -> None:
    """An actor is made from a session of this municipality; an id from another one is not an account here."""
    world = sqlite_world
    plan = world.open()
    stranger = world.person("stranger", where="buurdorp", lives="WK990200")
    before = everything(world)
    commands = (
        Sign(plan),
        WithdrawSignature(plan),
        SubmitInitiative(
            "burgerinitiatief", "Meer bomen hier", HOME, {"decision": "Tien."}, subject="green"
        ),
    )
    for command in commands:
        with pytest.raises(NotFound) as refused:
            world.execute(command, stranger)
        assert refused.value.code == "unknown_person"
    assert everything(world) == before


@pytest.mark.parametrize(
    ("actor", "allowed", "may"),
    [
        (Actor(None), {WithoutDigiD.FOLLOW}, False),
        (Actor(new_id(), strong=False), set(), False),
        (Actor(new_id(), strong=False), {WithoutDigiD.DISCUSS}, False),
        (Actor(new_id(), strong=False), {WithoutDigiD.FOLLOW}, True),
        (Actor(new_id()), set(), True),
    ],
)
def test_mailbox_may_what_the_municipality_leaves_to_it(
    actor: Actor, allowed: set[WithoutDigiD], may: bool
) -> None:
    assert permissions.may_without_digid(actor, WithoutDigiD.FOLLOW, allowed) == may
    known = actor.person_id is not None and actor.strong
    assert permissions.may_submit(actor) == permissions.may_support(actor) == known
