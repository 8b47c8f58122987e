"""What the archive law keeps goes to a store of its own: once, only added to, and out of reach of erasing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.planted import in_rows
from tests.support.world import HERE, World
from wijkstem.adapters.archive import Archive
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.tables.archiving import LastStatement, PutAway
from workers.archiving import put_away

NAMES = ("Wubbe Archiefstra", "Sieds Bewaarman", "Ymkje Vergeetal")


def through_the_council(world: World) -> tuple[Any, list[Actor]]:
    """A plan that three people signed and the clerk did not place."""
    people = [world.person(name) for name in NAMES]
    plan = world.open()
    for person in people:
        world.execute(Sign(plan), person)
    world.settle()
    reasons = "De raad gaat hier niet over, dat is het waterschap."
    world.execute(TakeStep(plan, 3, "not_place", reasons=reasons), world.clerk)
    world.settle()
    return plan, people


def erase(world: World, who: Actor) -> None:
    assert who.person_id is not None
    world.execute(ErasePerson(who.person_id), who)


@pytest.fixture
def archive(world: World) -> Any:
    yield world.services.archive
    world.services.archive.close()


def test_record_holds_the_statements_and_is_put_away_once(world: World, archive: Archive) -> None:
    through_the_council(world)
    assert put_away(world.services, HERE) == 1
    assert put_away(world.services, HERE) == 0
    [(number, _)] = archive.plans(HERE)
    found = archive.read(HERE, number, "the archivist", world.clock.now())

    assert found is not None
    assert sorted(one["name"] for one in found.content["statements"]) == sorted(NAMES)
    assert found.content["result"] == "not_placed"
    assert found.content["texts"]["decision"] == "Plant tien bomen in de straat."
    assert [one["birth_date"] for one in found.content["statements"]] == ["1980-05-17"] * 3
    assert list(archive.problems(HERE)) == []
    assert [(who, what) for _, who, what in archive.readings(HERE)] == [("the archivist", number)]


def test_worker_that_is_killed_before_the_mark_does_it_again_and_once(
    world: World, archive: Archive
) -> None:
    plan, _ = through_the_council(world)
    put_away(world.services, HERE)
    with world.services.connection(HERE) as connection:
        connection.execute(
            PutAway.__table__.delete().where(PutAway.__table__.c.municipality_id == HERE)  # type: ignore[attr-defined]  # SQLModel sets it
        )
    assert put_away(world.services, HERE) == 1
    assert len(archive.plans(HERE)) == len(world.rows(PutAway, initiative_id=plan)) == 1


def test_erasing_leaves_the_archive_and_nothing_else(world: World, archive: Archive) -> None:
    """The one place, named: everywhere else the names are gone."""
    _, people = through_the_council(world)
    erase(world, people[0])  # while it is on its way
    assert world.rows(LastStatement) != []
    put_away(world.services, HERE)
    assert world.rows(LastStatement) == []
    for person in people[1:]:
        erase(world, person)
    world.settle()

    left = in_rows(world, *NAMES)
    assert left in ([], ["archive.archived_record"]), "on SQLite it is another file"
    found = archive.read(HERE, archive.plans(HERE)[0][0], "the archivist", world.clock.now())
    assert found is not None
    assert sorted(one["name"] for one in found.content["statements"]) == sorted(NAMES)


def test_who_was_erased_before_is_a_statement_without_a_name(
    world: World, archive: Archive
) -> None:
    plan, people = world.open(), [world.person(name) for name in NAMES]
    for person in people:
        world.execute(Sign(plan), person)
    erase(world, people[0])
    world.settle()
    world.execute(
        TakeStep(plan, 3, "not_place", reasons="Dit hoort bij het waterschap."), world.clerk
    )
    put_away(world.services, HERE)
    found = archive.read(HERE, archive.plans(HERE)[0][0], "the archivist", world.clock.now())
    assert found is not None
    names = [one["name"] for one in found.content["statements"]]
    assert sorted(filter(None, names)) == sorted(NAMES[1:])
    assert len(names) == 3


def test_plan_that_never_came_to_the_council_is_not_archived(
    world: World, archive: Archive
) -> None:
    submitter = world.person("submitter")
    plan = world.open(submitter)
    world.execute(TakeStep(plan, 2, "withdraw"), submitter)
    assert put_away(world.services, HERE) == 0
    assert archive.plans(HERE) == []


@pytest.mark.parametrize("what", ["UPDATE {} SET number = '1'", "DELETE FROM {}"])
def test_archive_is_only_added_to(world: World, archive: Archive, what: str) -> None:
    through_the_council(world)
    put_away(world.services, HERE)
    table = "archive.archived_record" if _postgres(world) else "archived_record"
    with pytest.raises(DBAPIError, match="only added to"), archive._plain.begin() as connection:
        connection.execute(text(what.format(table)))


def _postgres(world: World) -> bool:
    return world.services.engine.dialect.name == "postgresql"


def test_record_that_was_changed_by_force_shows(sqlite_world: World) -> None:
    world = sqlite_world
    archive = world.services.archive
    through_the_council(world)
    put_away(world.services, HERE)
    with archive._plain.begin() as connection:
        connection.execute(text("DROP TRIGGER archived_record_update"))
        connection.execute(
            text("UPDATE archived_record SET content = replace(content, 'Sieds', 'Jan')")
        )
    assert list(archive.problems(HERE)) != []
    archive.close()


def test_archive_stands_where_the_settings_say(sqlite_world: World, tmp_path: Any) -> None:
    file = tmp_path / "elsewhere.db"
    archive = Archive.at(f"sqlite:///{file}", "sqlite:///unused.db")
    through_the_council(sqlite_world)
    services = replace(sqlite_world.services)
    vars(services)["archive"] = archive  # as if it was asked for before
    put_away(services, HERE)
    assert archive.plans(HERE) != []
    archive.close()
    assert file.exists()
    assert file.stat().st_mode & 0o077 == 0, "nobody else reads it"
