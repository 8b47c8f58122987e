"""An instrument that nobody wrote code for: a file of rules with a path of its own, walked to its end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.rulebook import with_instrument
from tests.support.world import HERE, World, make_world
from wijkstem.commands.initiatives import EditInitiative, SubmitInitiative, TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.errors import NotAllowed, RuleBroken
from wijkstem.eventlog import log
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import ListedInitiative
from wijkstem.rules.registry import load
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Milestone, Role

#: Public and open for support from the first day, then to the neighbourhood council, then to an official.
PATH = """
id = "buurtcheck-1"
start = "gathering"

[[steps]]
id = "gathering"
holder = "residents"
public = true
term = "gathering"
collects = "signatures"
name = { nl = "Steun zoeken", en = "Gathering support" }
explanation = { nl = "Zoek steun.", en = "Gather support." }
outcomes = [
  { id = "enough", on = "threshold", to = "advice", means = "threshold_reached", name = { nl = "Genoeg", en = "Enough" } },
  { id = "lapse", on = "term", to = "lapsed", means = "lapsed", name = { nl = "Vervallen", en = "Lapsed" } },
]

[[steps]]
id = "advice"
holder = "neighbourhood_council"
public = true
term = "advice"
name = { nl = "De wijkraad kijkt", en = "The council looks" }
explanation = { nl = "De wijkraad geeft advies.", en = "The council advises." }
outcomes = [
  { id = "back", by = "neighbourhood_council", to = "gathering", means = "moved", name = { nl = "Terug", en = "Back" } },
  { id = "advise", by = "neighbourhood_council", to = "work", means = "assessed", needs = ["reasons"], name = { nl = "Advies", en = "Advice" } },
  { id = "no_advice", on = "term", to = "work", means = "advice_missed", name = { nl = "Geen advies", en = "No advice" } },
]

[[steps]]
id = "work"
holder = "official"
public = true
name = { nl = "Uitvoeren", en = "Carrying out" }
explanation = { nl = "De gemeente voert uit.", en = "The municipality carries it out." }
outcomes = [
  { id = "done", by = "official", to = "done", means = "adopted", needs = ["reasons"], name = { nl = "Klaar", en = "Done" } },
]

[[steps]]
id = "lapsed"
holder = "nobody"
public = false
name = { nl = "Vervallen", en = "Lapsed" }
explanation = { nl = "Te weinig steun.", en = "Too little support." }

[[steps]]
id = "done"
holder = "nobody"
public = true
name = { nl = "Klaar", en = "Done" }
explanation = { nl = "Het is gedaan.", en = "It is done." }
"""

INSTRUMENT = """
[instruments.buurtcheck]
name = { nl = "Buurtcheck", en = "Neighbourhood check" }
summary = { nl = "Kijk samen naar de buurt.", en = "Look at the neighbourhood together." }
path = "buurtcheck-1"
minimum_age = { value = 0, assumed = true }
support = { threshold = { value = 2, assumed = true }, minimum_age = { value = 10, assumed = true }, lives_in = "neighbourhood", counted_on = "signing_day", assumed = true }
terms = { gathering = { days = 10, assumed = true }, advice = { working_days = 5, assumed = true } }
fields = [{ id = "idea", label = { nl = "Wat is er?", en = "What is it?" } }]
"""

REASONS = "Dit is de uitleg in gewone woorden."


@pytest.fixture
def neighbourhood(database_url: str, tmp_path: Path) -> Iterator[World]:
    """A platform whose rules know the made-up instrument."""
    folder = with_instrument(tmp_path / "rules", PATH, INSTRUMENT)
    world = make_world(database_url, load(folder))
    yield world
    world.services.engine.dispose()


def file_one(world: World) -> SubmitInitiative:
    texts = {"idea": "Er ligt zwerfafval bij het plein."}
    return SubmitInitiative(
        "buurtcheck", "Zwerfafval bij het plein", "WK990100", texts, subject="green"
    )


def listed(world: World) -> list[tuple[object, ...]]:
    names = ("step", "public", "final", "result", "valid_for", "not_valid", "due_on")
    return [tuple(row[name] for name in names) for row in world.rows(ListedInitiative)]


def test_walked_to_its_end_without_any_code(neighbourhood: World) -> None:
    world = neighbourhood
    child = world.person("child", born=date(2015, 1, 1))
    plan = world.execute(file_one(world), child).initiative_id
    world.settle()
    assert listed(world) == [("gathering", True, False, None, 0, 0, date(2026, 3, 12))]

    world.execute(Sign(plan), child)
    world.execute(Sign(plan), world.person("elsewhere", lives="WK990101"))
    world.execute(Sign(plan), world.person("near"))
    world.settle()
    assert listed(world) == [("advice", True, False, None, 2, 1, date(2026, 3, 9))]

    here = world.person("adviser", Role.NEIGHBOURHOOD_COUNCIL)
    there = world.person("stranger", Role.NEIGHBOURHOOD_COUNCIL, council_of="WK990101")
    advise = TakeStep(plan, 2, "advise", reasons=REASONS)
    for actor in (there, world.official, child):
        with pytest.raises(NotAllowed):
            world.execute(advise, actor)
    world.execute(advise, here)
    world.execute(TakeStep(plan, 3, "done", reasons=REASONS), world.official)
    world.settle()

    assert listed(world) == [("done", True, True, Milestone.ADOPTED, 2, 1, None)]
    check(world)


def test_lapses_when_its_term_passes(neighbourhood: World) -> None:
    world = neighbourhood
    plan = world.execute(file_one(world), world.person("anna")).initiative_id
    world.pass_days(10)
    with pytest.raises(RuleBroken):
        world.execute(PassTerm(plan, 1))
    world.pass_days(1)
    world.execute(PassTerm(plan, 1))
    world.settle()

    assert listed(world) == [("lapsed", False, True, Milestone.LAPSED, 0, 0, None)]
    check(world)


def test_words_that_people_support_cannot_be_changed_under_them(neighbourhood: World) -> None:
    world = neighbourhood
    anna = world.person("anna")
    plan = world.execute(file_one(world), anna).initiative_id
    texts = {"idea": "Iets heel anders."}
    with pytest.raises(RuleBroken) as refused:
        world.execute(EditInitiative(plan, 1, "Iets heel anders", "WK990100", texts, "green"), anna)

    assert refused.value.code == "too_late_to_edit"
    assert [row["title"] for row in world.rows(Initiative)] == ["Zwerfafval bij het plein"]


def check(world: World) -> None:
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        for projection in PROJECTIONS:
            assert list(differences(connection, projection, HERE)) == []
