"""What an official sees beside a plan: its doubles, also those that still wait, and what the same person filed before."""

from uuid import UUID

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.queries.alike import Beside, beside
from wijkstem.words import Milestone

POND = "Ouderen willen in het park bij de vijver kunnen zitten."


def filed(world: World, title: str, text: str = POND, *, who: str = "submitter") -> UUID:
    found = world.submit(world.person(who), title=title, texts={"decision": text})
    return found.initiative_id


def beside_of(world: World, title: str, text: str = POND, *, who: str = "bram") -> Beside:
    me = filed(world, title, text, who=who)
    with world.services.reading(HERE) as connection:
        return beside(
            connection,
            HERE,
            initiative_id=me,
            submitter_id=world.person(who).person_id,
            title=title,
            text=text,
        )


def test_doubles_that_are_public_and_that_wait(world: World) -> None:
    public = filed(world, "Bankjes bij de vijver")
    world.execute(TakeStep(public, 1, "admit"), world.official)
    waits = filed(world, "Een bank bij de vijver in het park")
    filed(world, "Meer fietsenrekken bij het station", "De stalling is elke ochtend vol.")
    found = beside_of(world, "Een bankje bij de vijver").alike
    assert {one.plan.id: one.plan.public for one in found} == {public: True, waits: False}
    assert all({"bankje", "vijver", "ouderen"} <= set(one.shared) for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_double_in_other_words_by_what_its_text_says(world: World) -> None:
    first = filed(
        world, "Samen tuinieren", "Maak van het veldje aan de Molenweg een moestuin voor de buurt."
    )
    found = beside_of(
        world, "Moestuin voor de buurt", "Op het veldje aan de Molenweg kweken wij samen groente."
    )
    assert [one.plan.id for one in found.alike] == [first]


@pytest.mark.parametrize("title", ["De en het", "100% %_% veilig!", "Een school met een tuin"])
def test_nothing_alike(world: World, title: str) -> None:
    filed(world, "Bankjes bij de vijver")
    assert beside_of(world, title, "Iets anders.").alike == ()


def test_not_of_another_municipality(world: World) -> None:
    world.execute(
        _submit_elsewhere(), world.person("anna", where="buurdorp", lives=None), where="buurdorp"
    )
    assert beside_of(world, "Een bankje bij de vijver").alike == ()


def _submit_elsewhere() -> object:
    return SubmitInitiative(
        "burgerinitiatief",
        "Een bankje bij de vijver",
        "WK990200",
        {"decision": POND},
        subject="other",
    )


def test_earlier_plans_of_the_same_person_and_how_they_went(world: World) -> None:
    refused = filed(world, "Een zwembad in elke straat", "Water is leuk.", who="bram")
    reasons = "Dit is een klacht en geen plan."
    refuse = TakeStep(refused, 1, "refuse", ground="complaint", reasons=reasons)
    world.execute(refuse, world.official)
    world.pass_days(1)
    waits = filed(world, "Minder tegels en meer gras", "Regen moet weg kunnen.", who="bram")
    filed(world, "Van iemand anders", "Ook leuk.", who="cato")
    found = beside_of(world, "Een bankje bij de vijver", who="bram")
    assert [(one.id, one.result) for one in found.earlier] == [
        (waits, None),
        (refused, Milestone.REFUSED),
    ]
    assert found.earlier_count == 2


def test_earlier_plans_of_nobody(world: World) -> None:
    """Those of people who are gone are not of one person."""
    anna = world.person("anna")
    filed(world, "Een zwembad in elke straat", "Water is leuk.", who="anna")
    me = filed(world, "Minder tegels en meer gras", "Regen moet weg kunnen.", who="anna")
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    with world.services.reading(HERE) as connection:
        found = beside(
            connection, HERE, initiative_id=me, submitter_id=None, title="Minder tegels", text=""
        )
    assert (found.earlier, found.earlier_count) == ((), 0)


@pytest.mark.parametrize("count", [1, 25])
def test_as_many_statements_however_many_plans(sqlite_world: World, count: int) -> None:
    for number in range(count):
        one = filed(sqlite_world, f"Bankje {number} bij de vijver", who="bram")
        if number % 2:
            sqlite_world.execute(TakeStep(one, 1, "admit"), sqlite_world.official)
    me = filed(sqlite_world, "Een bankje bij de vijver", who="bram")
    bram = sqlite_world.person("bram").person_id
    with (
        sqlite_world.services.reading(HERE) as connection,
        statements(sqlite_world.services.engine) as asked,
    ):
        found = beside(
            connection,
            HERE,
            initiative_id=me,
            submitter_id=bram,
            title="Een bankje bij de vijver",
            text=POND,
        )
    assert (found.earlier_count, len(asked)) == (count, 4)
