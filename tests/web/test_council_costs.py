"""What the pages about the council ask of the database does not grow with what stands on them."""

from datetime import date
from uuid import UUID

from tests.commands.test_dossiers import NEWS, opened
from tests.commands.test_promises import promised
from tests.support.statements import statements
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.dossiers import AddDossierEntry, PutMeetingInDossier, PutPlanInDossier
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.meeting_agendas import AddAgendaItem, AddDocument
from wijkstem.commands.meetings import CancelMeeting
from wijkstem.commands.signatures import Sign
from wijkstem.domain.meetings import DocumentForm, ItemForm
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

DAY = date(2026, 4, 13)
WHY = "De voorzitter is ziek."
LINK = DocumentForm("Voorstel", "https://raad.example.nl/stuk.pdf")


def asks(world: World) -> UUID:
    """One more plan that waits for a place on an agenda."""
    plan = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    world.settle()
    return plan


def grow(world: World, meeting: UUID, dossier: UUID) -> None:
    """One more of everything: three plans, of which one waits, one is placed, and one lost its meeting."""
    _, placed, upset = (asks(world) for _ in range(3))
    gone = world.execute(PlanMeeting("raad", "Een andere", DAY), world.clerk)
    for plan, there in ((placed, meeting), (upset, gone)):
        world.execute(TakeStep(plan, 3, "place", meeting_id=there), world.clerk)
    world.execute(CancelMeeting(gone, 1, WHY), world.clerk)
    item = world.execute(AddAgendaItem(meeting, ItemForm("Opening", "")), world.clerk)
    world.execute(AddDocument(meeting, LINK, item), world.clerk)
    numbers = {row["id"]: row["number"] for row in world.rows(Initiative)}
    for command in (
        AddDossierEntry(dossier, NEWS),
        PutPlanInDossier(dossier, numbers[placed]),
        PutMeetingInDossier(dossier, meeting, item),
        PutMeetingInDossier(dossier, gone, None),
    ):
        world.execute(command, world.official)
    promised(world, numbers[placed])
    world.execute(FollowDossier(opened(world)), world.clerk)
    world.settle()


def test_as_many_statements_for_much_as_for_little(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world = sqlite_world
    meeting = world.execute(PlanMeeting("raad", "Raad in april", DAY), world.clerk)
    dossier = opened(world)
    [row] = world.rows(Dossier)
    pages = (
        "/agenda",
        f"/agenda/{meeting}",
        f"/dossiers/{row['number']}-{row['slug']}",
        "/dossiers",
        "/toezeggingen",
        "/griffie",
        "/mijn",
    )
    counts = []
    for more in (1, 3):
        for _ in range(more):
            grow(world, meeting, dossier)
        client = client_for(world)
        log_in(client, world, "clerk", Role.CLERK)
        asked = {}
        for url in pages:
            with statements(world.services.engine) as said:
                assert client.get(url).status_code == 200
            asked[url] = len(said)
        counts.append(asked)
    assert counts[0] == counts[1]
