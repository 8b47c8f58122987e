"""A colleague who is away: somebody else sees their cases among their own, and no longer than that."""

from datetime import date, timedelta

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.commands.absence import MarkAway, MarkBack
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.moderation import AssignCase, ClaimCase
from wijkstem.domain.people import Actor
from wijkstem.errors import Invalid, NotAllowed
from wijkstem.kit.clock import local_date
from wijkstem.queries.moderation import Filters, Looked, Whose, next_cases, queue, queue_counts
from wijkstem.queries.team import Colleague, team
from wijkstem.tables.moderation import Case, OfficialAbsence
from wijkstem.words import Role


@pytest.fixture
def anna(world: World) -> Actor:
    return world.person("anna", Role.OFFICIAL)


@pytest.fixture
def bram(world: World) -> Actor:
    return world.person("bram", Role.OFFICIAL)


def given(world: World, who: Actor) -> None:
    world.submit()
    for row in world.rows(Case, assigned_to=None):
        world.execute(AssignCase(row["id"], who.person_id, None), who)


def looks(world: World, who: Actor) -> Looked:
    return Looked(who.person_id, world.clock.at, local_date(world.clock.at))


def mine(world: World, who: Actor) -> tuple[int, int]:
    """In the list, and in the count on top."""
    look = looks(world, who)
    with world.services.reading(HERE) as connection:
        found = queue(connection, HERE, looked=look, filters=Filters(whose=Whose.MINE))
        return len(found.rows), queue_counts(connection, HERE, looked=look).mine


def march(day: int) -> date:
    return date(2026, 3, day)


def test_the_deputy_sees_them_for_as_long_as_it_lasts(
    world: World, anna: Actor, bram: Actor
) -> None:
    given(world, anna)
    world.execute(MarkAway(anna.person_id, march(3), march(4), bram.person_id), bram)
    seen = []
    for _ in range(4):
        seen.append((mine(world, anna), mine(world, bram)))
        world.clock.at += timedelta(days=1)
    one, none = (1, 1), (0, 0)
    assert seen == [(one, none), (one, one), (one, one), (one, none)]
    # Nothing has to be given back: the case was hers all the time.
    assert world.rows(Case)[0]["assigned_to"] == anna.person_id


def test_back_earlier(world: World, anna: Actor, bram: Actor) -> None:
    given(world, anna)
    world.execute(MarkAway(anna.person_id, march(2), march(9), bram.person_id), anna)
    assert mine(world, bram) == (1, 1)
    for _ in range(2):
        assert anna.person_id is not None
        world.execute(MarkBack(anna.person_id), anna)
    assert mine(world, bram) == (0, 0)


def test_what_was_said_last_counts(world: World, anna: Actor, bram: Actor) -> None:
    for day in (5, 9):
        world.execute(MarkAway(anna.person_id, march(2), march(day), bram.person_id), anna)
    assert [row["last"] for row in world.rows(OfficialAbsence)] == [march(9)]


def test_days_that_cannot_be(world: World, anna: Actor, bram: Actor) -> None:
    for first, last, field in (
        (None, march(9), "first"),
        (march(3), None, "last"),
        (march(9), march(3), "last"),
        (date(2026, 2, 1), date(2026, 2, 9), "last"),
    ):
        with pytest.raises(Invalid) as wrong:
            world.execute(MarkAway(anna.person_id, first, last, bram.person_id), anna)
        assert set(wrong.value.fields) == {field}


def test_who_cannot_take_over(world: World, anna: Actor, bram: Actor) -> None:
    resident = world.person("resident")
    for person, deputy, field in (
        (anna, anna, "deputy"),
        (anna, resident, "deputy"),
        (resident, anna, "person"),
    ):
        with pytest.raises(Invalid) as wrong:
            world.execute(MarkAway(person.person_id, march(3), march(9), deputy.person_id), anna)
        assert set(wrong.value.fields) == {field}
    world.execute(MarkAway(bram.person_id, march(5), march(6), anna.person_id), anna)
    with pytest.raises(Invalid) as wrong:
        world.execute(MarkAway(anna.person_id, march(3), march(5), bram.person_id), anna)
    assert wrong.value.fields["deputy"].code == "deputy_away"


def test_only_the_team_and_who_leads_it(world: World, anna: Actor, bram: Actor) -> None:
    away = MarkAway(anna.person_id, march(3), march(9), bram.person_id)
    assert anna.person_id is not None
    for other in (world.person("resident"), world.clerk):
        for command in (away, MarkBack(anna.person_id)):
            with pytest.raises(NotAllowed):
                world.execute(command, other)
    world.execute(away, world.person("lead", Role.ADMINISTRATOR))
    assert len(world.rows(OfficialAbsence)) == 1


def test_it_goes_with_either_of_them(world: World, anna: Actor, bram: Actor) -> None:
    for gone in (anna, bram):
        cato = world.person("cato", Role.OFFICIAL)
        pair = (gone, cato) if gone is anna else (cato, gone)
        world.execute(MarkAway(pair[0].person_id, march(3), march(9), pair[1].person_id), cato)
        assert gone.person_id is not None
        world.execute(ErasePerson(gone.person_id), gone)
        assert world.rows(OfficialAbsence) == []


def test_team(world: World, anna: Actor, bram: Actor) -> None:
    given(world, anna)
    given(world, anna)
    world.submit()
    world.execute(MarkAway(anna.person_id, march(3), march(30), bram.person_id), anna)
    world.pass_days(18)
    with statements(world.services.engine) as asked, world.services.reading(HERE) as connection:
        found = team(connection, HERE, looked=looks(world, anna))
    assert found == [
        Colleague(anna.person_id, "anna", 2, 2, 0, march(3), march(30), "bram"),
        Colleague(bram.person_id, "bram", 0, 0, 0, None, None, None),
        Colleague(None, "", 1, 1, 0, None, None, None),
    ]
    assert (
        len([one for one in asked if one.startswith("SELECT moderation") or "person" in one]) == 2
    )


def test_the_deputy_can_start_on_them(world: World, anna: Actor, bram: Actor) -> None:
    """What somebody can do now: their own, nobody's, and those they look after; not what is in another's hands."""
    given(world, anna)
    world.submit()
    coba = world.person("coba", Role.OFFICIAL)

    def to_do(who: Actor) -> int:
        look = looks(world, who)
        with world.services.reading(HERE) as connection:
            found = queue(connection, HERE, looked=look, filters=Filters(whose=Whose.TO_DO))
            first = next_cases(
                connection, HERE, looked=look, filters=Filters(whose=Whose.TO_DO), most=9
            )
        assert [row.id for row in first] == [row.id for row in found.rows]
        return len(found.rows)

    assert (to_do(anna), to_do(bram), to_do(coba)) == (2, 1, 1)
    today = local_date(world.clock.at)
    world.execute(MarkAway(anna.person_id, today, today, bram.person_id), bram)
    assert (to_do(anna), to_do(bram), to_do(coba)) == (2, 2, 1)
    [case] = world.rows(Case, assigned_to=anna.person_id)
    world.execute(ClaimCase(case["id"]), anna)
    assert (to_do(anna), to_do(bram)) == (2, 1)
