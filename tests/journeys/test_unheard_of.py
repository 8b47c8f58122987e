"""An instrument that nobody thought of, with a chain of steps that no other has, walked by HTTP and by commands alone.

An animal for the neighbourhood: looked at (with a question that suspends), tried by who asked for it and told about
(again and again), voted on, and kept by the executive, who may talk about it as often as they like.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.plans import REASONS, Street
from tests.support.rulebook import with_instrument
from tests.support.submitting import file_plan, hidden
from tests.support.web import ClientFor, clients
from tests.support.world import HERE, World, make_world
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.errors import BadConfiguration
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import ListedInitiative
from wijkstem.rules.registry import load
from wijkstem.words import Milestone, Stance

PATH = """
id = "buurtdier-1"
start = "look"

[[steps]]
id = "look"
holder = "official"
public = false
term = "look"
name = { nl = "De gemeente kijkt", en = "The municipality looks" }
explanation = { nl = "Kan het dier hier wonen?", en = "Can the animal live here?" }
outcomes = [
  { id = "welcome", by = "official", to = "try", means = "admitted", name = { nl = "Welkom", en = "Welcome" } },
  { id = "ask", by = "official", to = "asked", means = "asked", needs = ["reasons"], name = { nl = "Vragen", en = "Ask" } },
]

[[steps]]
id = "asked"
holder = "submitter"
public = false
term = "asked"
suspends = true
name = { nl = "Er is een vraag", en = "There is a question" }
explanation = { nl = "De termijn staat stil.", en = "The term stands still." }
outcomes = [
  { id = "answer", by = "submitter", to = "look", means = "supplemented", needs = ["reasons"], name = { nl = "Antwoord", en = "Answer" } },
  { id = "silence", on = "term", to = "look", means = "not_supplemented", name = { nl = "Stil", en = "Silence" } },
]

[[steps]]
id = "try"
holder = "submitter"
public = true
term = "try"
name = { nl = "Het dier is op proef", en = "The animal is on trial" }
explanation = { nl = "Zorg een tijd voor het dier.", en = "Care for the animal for a while." }
outcomes = [
  { id = "tell", by = "submitter", to = "weigh", means = "accounted", needs = ["reasons"], words = { nl = "Hoe gaat het met het dier?", en = "How is the animal?" }, name = { nl = "Vertellen", en = "Tell" } },
  { id = "miss", on = "term", to = "weigh", means = "not_accounted", name = { nl = "Niets verteld", en = "Nothing told" } },
]

[[steps]]
id = "weigh"
holder = "official"
public = true
term = "weigh"
name = { nl = "De gemeente weegt", en = "The municipality weighs" }
explanation = { nl = "Mag het dier blijven?", en = "May the animal stay?" }
outcomes = [
  { id = "vote", by = "official", to = "vote", means = "feasible", needs = ["reasons"], name = { nl = "Naar de stemming", en = "To the vote" } },
  { id = "again", by = "official", to = "try", means = "returned", needs = ["reasons"], name = { nl = "Nog een proef", en = "Another trial" } },
]

[[steps]]
id = "vote"
holder = "residents"
public = true
term = "vote"
collects = "votes"
name = { nl = "De buurt stemt", en = "The neighbourhood votes" }
explanation = { nl = "Stem voor of tegen het dier.", en = "Vote for or against the animal." }
outcomes = [
  { id = "close", on = "term", to = "talk", means = "vote_closed", name = { nl = "Gesloten", en = "Closed" } },
]

[[steps]]
id = "talk"
holder = "college"
public = true
name = { nl = "Het college praat", en = "The executive talks" }
explanation = { nl = "Het college kijkt naar de stemmen.", en = "The executive looks at the votes." }
outcomes = [
  { id = "more", by = "official", to = "talk", means = "progressed", needs = ["reasons"], name = { nl = "Nog eens praten", en = "Talk again" } },
  { id = "keep", by = "official", to = "kept", means = "chosen", needs = ["reasons"], name = { nl = "Het blijft", en = "It stays" } },
  { id = "bring_back", by = "official", to = "gone", means = "not_chosen", needs = ["ground", "reasons"], name = { nl = "Het gaat terug", en = "It goes back" } },
]

[[steps]]
id = "kept"
holder = "nobody"
public = true
name = { nl = "Het dier blijft", en = "The animal stays" }
explanation = { nl = "De buurt heeft een dier.", en = "The neighbourhood has an animal." }

[[steps]]
id = "gone"
holder = "nobody"
public = true
name = { nl = "Het dier is weg", en = "The animal is gone" }
explanation = { nl = "Het dier woont ergens anders.", en = "The animal lives elsewhere." }
"""

INSTRUMENT = """
[instruments.buurtdier]
name = { nl = "Buurtdier", en = "Neighbourhood animal" }
summary = { nl = "Vraag een dier voor de buurt.", en = "Ask for an animal." }
path = "buurtdier-1"
minimum_age = { value = 0, assumed = true }
support = { minimum_age = { value = 0, assumed = true }, lives_in = "neighbourhood", counted_on = "signing_day", assumed = true }
terms = { look = { working_days = 3, assumed = true }, asked = { days = 7, assumed = true }, try = { days = 10, assumed = true }, weigh = { weeks = 1, assumed = true }, vote = { days = 4, assumed = true } }
grounds = [{ code = "allergy", name = { nl = "Iemand is allergisch", en = "Somebody is allergic" }, assumed = true }]
fields = [{ id = "animal", label = { nl = "Welk dier?", en = "Which animal?" } }]
"""

NUMBER = "2026-0001"
PLAN = f"/initiatieven/{NUMBER}-een-ezel-op-het-plein"
FORM = {
    "title": "Een ezel op het plein",
    "neighbourhood_code": "WK990100",
    "subject": "other",
    "vraag-animal": "Een ezel, met een stal.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_instrument(tmp_path / "rules", PATH, INSTRUMENT)


@pytest.fixture
def world_with_it(database_url: str, folder: Path) -> Iterator[World]:
    world = make_world(database_url, load(folder))
    yield world
    world.services.engine.dispose()


def test_walked_by_http_from_the_form_to_its_end(world_with_it: World) -> None:
    client_for: ClientFor
    with clients() as client_for:
        street = Street(world_with_it, client_for)
        anouk, bilal = street.walker("bewoner-1"), street.walker("bewoner-2")
        official = street.walker("ambtenaar-1")
        assert "Buurtdier" in anouk.see("/initiatieven/nieuw")
        filed = file_plan(anouk.client, FORM, instrument="buurtdier")
        assert filed.headers["location"] == PLAN
        street.settle()
        assert "5 maart 2026" in anouk.see(PLAN)  # three working days

        street.take(official, NUMBER, "ask", reasons="Waar slaapt de ezel in de winter?")
        street.pass_days(4)
        seq = hidden(anouk.see(f"/initiatieven/{NUMBER}/aanvullen"))["step_seq"]
        anouk.send(f"/initiatieven/{NUMBER}/aanvullen", step_seq=seq, reasons="In de stal.")
        street.settle()
        street.take(official, NUMBER, "welcome")
        turn = f"/initiatieven/{NUMBER}/verder"
        for told in ("De ezel eet goed en balkt weinig.", ""):
            page = anouk.see(turn)
            assert "Hoe gaat het met het dier?" in page
            if told:
                anouk.send(turn, step_seq=hidden(page)["step_seq"], outcome="tell", reasons=told)
                street.settle()
                street.take(official, NUMBER, "again", reasons="Wij willen het nog één keer zien.")
            else:
                street.pass_days(11)
        street.take(official, NUMBER, "vote", reasons="De ezel mag blijven van de dierenarts.")
        for walker in (anouk, bilal):  # only one of them lives where the donkey is
            walker.send(f"/initiatieven/{NUMBER}/steunen", stance="for")
        street.pass_days(8)  # four days; the last one may be a Saturday
        for reasons in ("Wij praten nog met de buren.", "Wij praten nog met de boer erbij."):
            street.take(official, NUMBER, "more", reasons=reasons)
        street.take(official, NUMBER, "keep", reasons="De buurt wil de ezel graag houden.")

        assert re.findall(r"Gedaan: ([^<\n]+)", bilal.see(PLAN)) == [
            "Ingediend",
            "De gemeente stelde een vraag aan de indiener",
            "De indiener gaf antwoord",
            "Toegelaten",
            "De indiener liet zien wat er met het geld is gedaan",
            "De gemeente wil meer weten over het geld",
            "De indiener was te laat met de uitgaven",
            "Het plan kan worden uitgevoerd",
            "Stemmen is gesloten",
            "Gesproken over hoe het gaat",
            "Gesproken over hoe het gaat",
            "Het dier blijft",
        ]
        [row] = world_with_it.rows(ListedInitiative)
        assert (row["result"], row["valid_for"], row["not_valid"]) == (Milestone.CHOSEN, 1, 1)
        assert "Nog een proef" in bilal.see("/spelregels")
        check(world_with_it)


def test_walked_by_commands_with_every_term_missed(world_with_it: World) -> None:
    world = world_with_it
    texts = {"animal": "Een geit."}
    plan = world.submit(instrument="buurtdier", texts=texts).initiative_id
    world.execute(TakeStep(plan, 1, "ask", reasons=REASONS), world.official)
    world.pass_days(8)
    world.execute(PassTerm(plan, 2))
    world.settle()
    [row] = world.rows(ListedInitiative)
    # Asked on the day it came, silent for eight: seven stood still, and the weekend is no working day.
    assert (row["step"], row["due_on"]) == ("look", date(2026, 3, 12))
    world.execute(TakeStep(plan, 3, "welcome"), world.official)
    world.pass_days(11)
    world.execute(PassTerm(plan, 4))
    world.settle()
    world.execute(TakeStep(plan, 5, "vote", reasons=REASONS), world.official)
    for name, stance in (("anna", Stance.FOR), ("bram", Stance.AGAINST)):
        world.execute(Sign(plan, stance), world.person(name))
    world.pass_days(5)
    world.execute(PassTerm(plan, 6))
    world.settle()
    refuse = TakeStep(plan, 7, "bring_back", ground="allergy", reasons=REASONS)
    world.execute(refuse, world.official)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"]) == ("gone", Milestone.NOT_CHOSEN)
    assert (row["valid_for"], row["valid_against"]) == (1, 1)
    check(world)


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        ('{ id = "miss", on = "term",', '{ id = "miss", by = "submitter",', "'try' ends only if"),
        ('to = "vote", means = "feasible"', 'to = "try", means = "feasible"', "cannot be reached"),
        ('to = "kept", means', 'to = "keep", means', "leads to 'keep', which is not a step"),
    ],
)
def test_the_boot_names_a_step_that_nobody_leaves_or_reaches(
    folder: Path, was: str, becomes: str, named: str
) -> None:
    file = folder / "paden" / "buurtdier-1.toml"
    assert was in file.read_text()
    file.write_text(file.read_text().replace(was, becomes))
    with pytest.raises(BadConfiguration, match=named) as refused:
        load(folder)
    assert "buurtdier-1.toml" in str(refused.value)


def check(world: World) -> None:
    """Every figure is the same when it is worked out anew."""
    with world.services.reading(HERE) as connection:
        for projection in PROJECTIONS:
            assert list(differences(connection, projection, HERE)) == []
