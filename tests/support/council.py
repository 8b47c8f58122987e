"""A town whose plans go to the council by the calendar: two weeks at least, and then the next meeting."""

from datetime import date
from pathlib import Path
from uuid import UUID

from tests.support.rulebook import TOWN, rules_folder
from tests.support.world import World
from wijkstem.adapters.council import ImportedMeeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.rules.registry import RuleBook, load
from wijkstem.tables.council import MeetingState
from wijkstem.tables.messages import InboxMessage

#: What the rules send elsewhere: what is not the council's, and what is for one neighbourhood.
ROUTES = """
[[routing]]
id = "not_the_councils"
on = ["assessed"]
competences = ["college"]
to = "college"
because = { nl = "Het college gaat hierover.", en = "This is up to the executive." }
source = "made up"

[[routing]]
id = "of_the_outskirts"
on = ["threshold"]
neighbourhoods = ["WK990101"]
to = "commissie"
because = { nl = "De commissie gaat over het buitengebied.", en = "The committee is about the outskirts." }
source = "made up"
"""
BODIES = """
[[bodies]]
id = "commissie"
name = "Commissie Buitengebied"
kind = "committee"

[[bodies]]
id = "college"
name = "College"
kind = "college"

[[recesses]]
first = 2026-07-04
last = 2026-08-16
source = "made up"

[[subjects]]
id = "green\""""
WHY = "De raad vindt dit een goed plan voor de buurt."


def council_rules(folder: Path) -> RuleBook:
    """The rules of Testdorp with meetings that decide, and routes."""
    made = rules_folder(folder) / TOWN
    rules, town = made / "spelregels-2025-01-01.toml", made / "gemeente.toml"
    term = 'body = "raad"\nmeeting_term = { days_before = 14, then = 1, source = "made up" }'
    text = rules.read_text().replace('"raad-2"', '"raad-3"').replace('body = "raad"', term, 1)
    rules.write_text(text + ROUTES)
    said = town.read_text().replace('[[subjects]]\nid = "green"', BODIES.strip(), 1)
    # What the council adopted has to be carried out.
    town.write_text(said.replace('["elsewhere"]', '["burgerinitiatief"]'))
    return load(folder)


def supported(world: World, *, neighbourhood: str = "WK990100") -> UUID:
    """A plan with enough support: it asks for a place on the agenda, and every consumer knows."""
    submitter = world.person("submitter")
    plan = world.submit(submitter, neighbourhood_code=neighbourhood)
    world.execute(TakeStep(plan.initiative_id, 1, "admit"), world.official)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan.initiative_id), world.person(name))
    world.settle()
    return plan.initiative_id


def planned(world: World, day: date, body: str = "raad") -> UUID:
    """A meeting that was planned here."""
    meeting: UUID = world.execute(PlanMeeting(body, "Raadsvergadering", day), world.clerk)
    world.settle()
    return meeting


def from_source(world: World, day: date, state: MeetingState = MeetingState.PLANNED) -> UUID:
    """A meeting of the council's own system, as it is there now."""
    meeting = ImportedMeeting(
        source_id="raad-1",
        municipality_code="GM9901",
        body_name="Gemeenteraad",
        name="Raadsvergadering",
        held_on=day,
        starts_at=None,
        location=None,
        state=state,
        items=(),
    )
    report = world.execute(ImportMeeting(meeting), world.clerk)
    world.settle()
    found: UUID = report.meeting_id
    return found


def told(world: World, *names: str) -> dict[str, list[str]]:
    """What each was told, in order."""
    clerk = world.clerk
    actors = {name: clerk if name == "clerk" else world.person(name) for name in names}
    people = {actor.person_id: name for name, actor in actors.items()}
    found: dict[str, list[str]] = {name: [] for name in names}
    for row in sorted(world.rows(InboxMessage), key=lambda one: one["position"]):
        if row["person_id"] in people:
            found[people[row["person_id"]]].append(row["template"])
    return found
