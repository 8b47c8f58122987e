"""An instrument on whose path a neighbourhood advises, and a council that does; made up for tests."""

import re
from pathlib import Path
from uuid import UUID

from tests.support.rulebook import with_instrument
from tests.support.world import HERE, World
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.domain.people import Actor
from wijkstem.rules.registry import RuleBook, load
from wijkstem.tables.advice import NeighbourhoodAdvice
from wijkstem.words import Role

#: To the neighbourhood council from the first decision, then to an official who decides.
PATH = """
id = "buurtplan-1"
start = "triage"

[[steps]]
id = "triage"
holder = "official"
public = false
name = { nl = "De gemeente bekijkt het plan", en = "The municipality looks" }
explanation = { nl = "Een medewerker kijkt.", en = "An official looks." }
outcomes = [
  { id = "admit", by = "official", to = "advice", means = "admitted", name = { nl = "Toelaten", en = "Admit" } },
]

[[steps]]
id = "advice"
holder = "neighbourhood_council"
public = true
term = "advice"
name = { nl = "De wijkraad geeft advies", en = "The neighbourhood council advises" }
explanation = { nl = "De wijkraad zegt wat hij van het plan vindt.", en = "The council says what it thinks." }
outcomes = [
  { id = "advised", on = "advice", to = "deciding", means = "advised", name = { nl = "Advies", en = "Advice" } },
  { id = "missed", on = "term", to = "deciding", means = "advice_missed", name = { nl = "Geen advies", en = "No advice" } },
  { id = "withdraw", by = "submitter", to = "withdrawn", means = "withdrawn", name = { nl = "Intrekken", en = "Withdraw" } },
]

[[steps]]
id = "deciding"
holder = "official"
public = true
name = { nl = "De gemeente besluit", en = "The municipality decides" }
explanation = { nl = "De gemeente besluit.", en = "The municipality decides." }
outcomes = [
  { id = "grant", by = "official", to = "granted", means = "granted", needs = ["reasons"], name = { nl = "Toekennen", en = "Grant" } },
]

[[steps]]
id = "granted"
holder = "nobody"
public = true
name = { nl = "Toegekend", en = "Granted" }
explanation = { nl = "Het mag.", en = "It may." }

[[steps]]
id = "withdrawn"
holder = "nobody"
public = true
name = { nl = "Ingetrokken", en = "Withdrawn" }
explanation = { nl = "De indiener trok het in.", en = "Its submitter withdrew it." }
"""

INSTRUMENT = """
[instruments.buurtplan]
name = { nl = "Buurtplan", en = "Neighbourhood plan" }
summary = { nl = "Een klein plan voor de buurt.", en = "A small plan for the neighbourhood." }
path = "buurtplan-1"
minimum_age = { value = 0, assumed = true }
terms = { advice = { weeks = 4, assumed = true } }
fields = [{ id = "idea", label = { nl = "Wat wilt u doen?", en = "What do you want to do?" } }]
"""

WHY = "Dit past goed bij wat de buurt nodig heeft."
MEMBERS = ("anna", "bram", "coba")


def advising_rules(folder: Path, **changed: str) -> RuleBook:
    """The rules of Testdorp with the instrument; ``changed`` are lines of its ``[advice]``, by their names."""
    made = with_instrument(folder, PATH, INSTRUMENT)
    town = made / HERE / "gemeente.toml"
    said = town.read_text()
    for name, value in changed.items():
        said, found = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", said)
        assert found, name
    town.write_text(said)
    return load(made)


def members(world: World, names: tuple[str, ...] = MEMBERS) -> list[Actor]:
    """The council of the centre."""
    return [world.person(name, Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL) for name in names]


def plan(world: World, *, where: str = "WK990100", by: Actor | None = None) -> UUID:
    """A plan that has just reached the council."""
    command = SubmitInitiative(
        "buurtplan",
        "Een bankje op het plein",
        where,
        {"idea": "Zet er een bankje."},
        subject="green",
    )
    submitted = world.execute(command, by or world.person("submitter"))
    world.execute(TakeStep(submitted.initiative_id, 1, "admit"), world.official)
    found: UUID = submitted.initiative_id
    return found


def asked(world: World, initiative_id: UUID) -> UUID:
    """What is asked, or was begun, about a plan."""
    [row] = world.rows(NeighbourhoodAdvice, initiative_id=initiative_id)
    found: UUID = row["id"]
    return found
