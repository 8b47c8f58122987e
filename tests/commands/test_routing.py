"""To which body a plan goes; that the log says so, and says the same when it is read again."""

import pytest

from tests.support.council import supported
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.agenda_requests import FillDossier
from wijkstem.commands.routing import CorrectRoute, RoutePlan
from wijkstem.domain.routing import Routed, RouteFacts, routed
from wijkstem.errors import Conflict, Invalid, NotAllowed
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.routing import RoutingCorrected, RoutingDecided
from wijkstem.tables.agenda_requests import Routing
from wijkstem.tables.council import AgendaRequest
from wijkstem.words import Competence, RoutedOn

WHY = "De raad mag hier zelf niet over besluiten."


def body_of(world: World) -> str:
    [request] = world.rows(AgendaRequest)
    return str(request["body_id"])


def of_the_college(world: World) -> None:
    """A plan of the outskirts, of which an official says that it is the college's."""
    plan = supported(world, neighbourhood="WK990101")
    says = FillDossier(plan, 0, "a", "b", "c", 100, Competence.COLLEGE)
    world.execute(says, world.official)
    world.settle()


def test_asked_of_the_body_that_the_rules_say(council_world: World) -> None:
    world = council_world
    of_the_college(world)
    assert [(one.rule, one.was, one.body) for one in world.events(RoutingDecided)] == [
        ("of_the_outskirts", None, "commissie"),
        ("not_the_councils", "commissie", "college"),
    ]
    # It was known before it was asked.
    assert [one.body for one in world.events(AgendaItemRequested)] == ["commissie"]
    assert body_of(world) == "college"


def test_log_that_is_read_again_gives_the_same_routes(sqlite_council: World) -> None:
    world = sqlite_council
    of_the_college(world)
    decided = world.events(RoutingDecided)
    book = world.services.rules.of(HERE)
    again = [
        routed(
            RouteFacts(
                one.on,
                one.instrument,
                one.subject,
                one.neighbourhood_code,
                one.competence,
                one.euros,
            ),
            book.version(one.rules_version),
        )
        for one in decided
    ]
    assert again == [Routed(one.rule, one.body) for one in decided] != []


def test_said_once_however_often_it_is_asked(sqlite_council: World) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    for on in RoutedOn:
        world.execute(RoutePlan(plan, on))
    assert len(world.events(RoutingDecided)) == 1


def test_corrected_with_a_reason_and_no_rule_changes_it_back(sqlite_council: World) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    official = world.official
    world.execute(CorrectRoute(plan, "raad", "college", WHY), official)
    world.settle()
    world.execute(RoutePlan(plan, RoutedOn.ASSESSED))
    [row] = world.rows(Routing)
    assert (row["body_id"], row["rule"], row["reasons"]) == ("college", None, WHY)
    assert body_of(world) == "college"
    [event] = world.events(RoutingCorrected)
    assert (event.was, event.body, event.corrected_by) == ("raad", "college", official.person_id)
    assert official.person_id is not None
    world.execute(ErasePerson(official.person_id), official)
    assert [row["corrected_by"] for row in world.rows(Routing)] == [None]


@pytest.mark.parametrize(
    ("body", "reasons", "wrong"),
    [
        ("onzin", WHY, {"body"}),
        ("raad", WHY, {"body"}),
        ("college", "", {"reasons"}),
        ("", "kort", {"body", "reasons"}),
    ],
)
def test_correction_refused(
    sqlite_council: World, body: str, reasons: str, wrong: set[str]
) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    with pytest.raises(Invalid) as refused:
        world.execute(CorrectRoute(plan, "raad", body, reasons), world.clerk)
    assert set(refused.value.fields) == wrong


def test_correction_is_not_for_everybody_and_not_for_who_comes_second(
    sqlite_council: World,
) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    with pytest.raises(NotAllowed):
        world.execute(CorrectRoute(plan, "raad", "college", WHY), world.person("submitter"))
    world.execute(CorrectRoute(plan, "raad", "college", WHY), world.official)
    with pytest.raises(Conflict):
        world.execute(CorrectRoute(plan, "raad", "commissie", WHY), world.clerk)
