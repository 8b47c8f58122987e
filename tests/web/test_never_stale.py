"""What is kept is never older than the request that gets it, whatever happens in between."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, update
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.commands.test_choosing import form as choice_form
from tests.commands.test_council_proposals import opened as proposal_opened
from tests.commands.test_dossiers import DOCUMENT, opened
from tests.commands.test_dossiers import FORM as DOSSIER
from tests.commands.test_gatherings import FORM, REPORT, announced
from tests.commands.test_partnerships import FORM as REGISTERED
from tests.commands.test_partnerships import registered
from tests.commands.test_programme import FORM as ITEM
from tests.commands.test_programme import added
from tests.commands.test_promises import NEWS as PROMISE_NEWS
from tests.commands.test_promises import promised
from tests.commands.test_year_agenda import ANALYSIS, CHOICE
from tests.commands.test_year_agenda import FORM as SUBJECT
from tests.support.carried import DIG, given_task
from tests.support.carried import planned as given_task_planned
from tests.support.discussed import discussion, said
from tests.support.draws import FIGURE, HOW, SOURCE, prepared, willing
from tests.support.draws import drawn as group_drawn
from tests.support.means import announced as means_announced
from tests.support.means import made_up_room, row_of
from tests.support.reported import published as reported
from tests.support.rooms import addresses_of_rooms, rooms_come_and_go
from tests.support.shelf import LIST, ONE, TWO, initiative, state
from tests.support.voted import published, voting
from tests.support.web import ClientFor
from tests.support.world import World
from tests.web.test_ori import API
from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AccountMeans, CloseMeans
from wijkstem.commands.choosing import PublishChoice
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.council_proposals import WithdrawCouncilProposal
from wijkstem.commands.dossiers import AddDossierEntry, ChangeDossier
from wijkstem.commands.draws import AnnounceDraw, RecordDraw
from wijkstem.commands.gatherings import CancelGathering, ChangeGathering, ReportGathering
from wijkstem.commands.initiatives import EditInitiative, TakeStep
from wijkstem.commands.meeting_agendas import (
    AddAgendaItem,
    AddDocument,
    OrderAgenda,
    RemoveAgendaItem,
)
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.partnerships import ChangePartnership
from wijkstem.commands.programme import UpdateProgrammeItem
from wijkstem.commands.promises import UpdatePromise
from wijkstem.commands.questions import AskQuestion
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.commands.signing_up import SignOff, SignUpFor
from wijkstem.commands.terms import ExplainDelay
from wijkstem.commands.work_parts import UpdateWorkPart
from wijkstem.commands.year_agenda import (
    AddYearSubject,
    AnalyseSurroundings,
    ChangeYearSubject,
    ChooseRole,
)
from wijkstem.domain.carrying_out import PartNews
from wijkstem.domain.meetings import DocumentForm, ItemForm, MeetingForm
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.carrying_out import CarryingOut
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument, MeetingState
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.draws import SoundingGroup
from wijkstem.tables.engine import LoggedEvent
from wijkstem.tables.gatherings import Gathering
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means, MeansChoice
from wijkstem.tables.partnerships import Partnership
from wijkstem.tables.programme import ProgrammeItem
from wijkstem.tables.promises import Promise
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.web.api.v1.table import RESOURCES
from wijkstem.web.asking import FEED, MAP
from wijkstem.web.public import public_page
from wijkstem.web.routes import ROUTES
from wijkstem.words.means import MeansKind

ENGLISH = {"Cookie": "taal=en"}
#: Why a step takes longer.
WHY = "De raad wil eerst weten wat het kost."


@pytest.fixture
def filled(sqlite_world: World) -> World:
    """One public initiative, folded."""
    sqlite_world.open()
    sqlite_world.settle()
    return sqlite_world


# --- never old ---------------------------------------------------------------------------------------


def test_request_after_a_commit_sees_it(client: TestClient, filled: World) -> None:
    marks = set()
    for count, name in enumerate(["anna", "bram"], start=1):
        filled.execute(Sign(initiative(filled)), filled.person(name))
        answer = client.get(ONE)
        assert f"<strong>{count}</strong> van de 3" in answer.text
        marks.add(answer.headers["etag"])
    assert len(marks) == 2


def test_request_after_a_fold_sees_it(client: TestClient, filled: World) -> None:
    filled.execute(Sign(initiative(filled)), filled.person("anna"))
    assert "<strong>0</strong> van de 3" in client.get(LIST).text
    filled.settle()
    assert "<strong>1</strong> van de 3" in client.get(LIST).text


def test_old_mark_gets_the_new_page(client: TestClient, filled: World) -> None:
    etag = client.get(ONE).headers["etag"]
    filled.execute(Sign(initiative(filled)), filled.person("anna"))
    answer = client.get(ONE, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "<strong>1</strong> van de 3" in answer.text


def test_page_of_yesterday_is_not_shown_today(client: TestClient, filled: World) -> None:
    first = client.get(ONE)
    assert "Had uiterlijk" not in first.text
    filled.pass_days(365)
    later = client.get(ONE, headers={"If-None-Match": first.headers["etag"]})
    assert later.status_code == 200
    assert later.text != first.text


def test_history_that_was_restored_is_another(client: TestClient, filled: World) -> None:
    etag = client.get(ONE).headers["etag"]
    last = filled.recorded()[-1]
    table = table_of(LoggedEvent)
    with filled.services.connection("testdorp") as connection:
        connection.execute(
            update(table)
            .where(table.c.municipality_id == "testdorp", table.c.position == last.position)
            .values(event_id=new_id())
        )
    assert client.get(ONE, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("path", [ONE, LIST])
def test_question_that_was_under_way_answers_nobody_who_came_later(
    world: World, client_for: ClientFor, path: str
) -> None:
    """The question which moment it is is held right after it was answered; then something happens."""
    world.open()
    world.settle()
    client = client_for(world)
    client.get(path)
    held, go_on = threading.Event(), threading.Event()

    def hold(_c: Any, _cursor: Any, statement: str, _p: Any, _context: Any, _many: bool) -> None:
        if "log_partition" in statement and "UPDATE" not in statement and not held.is_set():
            held.set()
            assert go_on.wait(20)

    event.listen(world.services.engine, "after_cursor_execute", hold)
    answers: dict[str, str] = {}

    def ask(name: str) -> threading.Thread:
        thread = threading.Thread(target=lambda: answers.update({name: client.get(path).text}))
        thread.start()
        return thread

    threads = [ask("early")]
    assert held.wait(20)
    world.execute(Sign(initiative(world)), world.person("anna"))
    world.settle()
    threads += [ask(f"late-{n}") for n in range(3)]
    _let_arrive(client)
    go_on.set()
    for thread in threads:
        thread.join(20)
    event.remove(world.services.engine, "after_cursor_execute", hold)
    assert len(answers) == 4
    for n in range(3):
        assert "<strong>1</strong> van de 3" in answers[f"late-{n}"]


def _let_arrive(client: TestClient) -> None:
    """An answer that needs no database, asked after them, came back: so they are in as well."""
    assert client.get("/healthz").status_code == 200


# --- the walk: whatever happens, what is kept is what would be rendered now ------------------------------


def addresses(world: World) -> list[str]:
    meetings = [row["id"] for row in world.rows(Meeting)]
    gatherings = [row["id"] for row in world.rows(Gathering)]
    items = [row["id"] for row in world.rows(ProgrammeItem)]
    queries = [
        "",
        "?zoek=bomen",
        "?wijk=WK990100",
        "?onderwerp=green",
        "?soort=voorstel",
        "?stand=open",
        "?stand=running",
        "?stand=closed",
        "?volgorde=closing",
        "?volgorde=support&pagina=2",
    ]
    # What the map and the feed look at as well; the list has an order and pages besides.
    filters = [
        "",
        "?zoek=bomen",
        "?wijk=WK990100",
        "?onderwerp=green",
        "?soort=voorstel",
        "?stand=open",
    ]
    return [
        "/",
        "/toegankelijkheid",
        "/privacy",
        "/wijkbudget/geheim",
        "/wijkbudget/2026-1/uitslag",
        "/wijkbudget/2026-1/controle",
        "/kwetsbaarheid-melden",
        *(LIST + query for query in queries),
        *(path + query for path in (MAP, FEED) for query in filters),
        ONE,
        TWO,
        "/agenda",
        *(f"/agenda/{meeting}" for meeting in meetings),
        *("/agenda.ics", "/agenda/raad.ics", "/initiatieven/2026-0001/agenda.ics"),
        *("/wijken", "/wijken/WK990100", "/wijken/WK990101", "/bijeenkomsten"),
        *(f"/bijeenkomsten/{g}{file}" for g in gatherings for file in ("", "/agenda.ics")),
        *(f"/programma/{item}" for item in items),
        *(
            f"/jaaragenda{part}"
            for part in ("", "/2026", "/2026/agenda.ics", "/2026/onderwerpen.csv")
        ),
        *("/jaarverslag", "/jaarverslag/2025", "/jaarverslag/2025/editie/1"),
        *("/dossiers", "/dossiers?zoek=kade", "/dossiers/publicaties"),
        *(f"/dossiers/{row['number']}-{row['slug']}" for row in world.rows(Dossier)),
        *(f"/dossiers/{row['number']}/feed" for row in world.rows(Dossier)),
        "/loting",
        *(f"/loting/{row['number']}" for row in world.rows(SoundingGroup)),
        *(f"/loting/{row['number']}/kandidaten.jsonl" for row in world.rows(SoundingGroup)),
        *(f"/loting/{row['number']}/loting.json" for row in world.rows(SoundingGroup)),
        *("/samenwerkingen", "/samenwerkingen.csv"),
        *(f"/samenwerkingen/{row['id']}" for row in world.rows(Partnership)),
        "/meedoen",
        *(f"/meedoen/{row['number']}-{row['slug']}" for row in world.rows(Means)),
        *(f"/meedoen/keuze/{row['id']}" for row in world.rows(MeansChoice)),
        *addresses_of_rooms(world),
        "/raadsvoorstellen",
        *(
            f"/raadsvoorstellen/{row['number']}-{row['slug']}"
            for row in world.rows(CouncilProposal)
        ),
        "/uitvoering",
        *(
            f"/uitvoering/{plan['number']}"
            for row in world.rows(CarryingOut)
            for plan in world.rows(Initiative, id=row["initiative_id"])
        ),
        "/toezeggingen",
        *(f"/toezeggingen/{row['id']}" for row in world.rows(Promise)),
        *(f"/jaaragenda/onderwerp/{row['id']}" for row in world.rows(YearSubject)),
        "/indicatoren",
        *(f"/indicatoren/submitted{one}" for one in ("", "/wijken", "/wijken.csv")),
        "/wijken/WK990100/cijfers",
        *(f"/indicatoren/{one}" for one in ("signatures", "submitted/cijfers.csv")),
        "/spelregels",
        "/open-data",
        "/open-data/catalogus.jsonld",
        *for_machines(world),
    ]


def for_machines(world: World) -> list[str]:
    """The read APIs: their descriptions, their lists, and what stands in them now."""
    kinds = {
        "vergaderingen": Meeting,
        "agendapunten": AgendaItem,
        "informatieobjecten": MeetingDocument,
    }
    some = [*kinds, *(f"{kind}?pageSize=1" for kind in kinds)]
    some += [
        f"{kind}?vergadering={row['id']}"
        for kind in ("agendapunten", "informatieobjecten")
        for row in world.rows(Meeting)
    ]
    alone = [f"{kind}/{row['id']}" for kind, model in kinds.items() for row in world.rows(model)]
    council = [f"{API}/{path}" for path in ("openapi.json", *some, *alone)]
    plans = [
        path
        for row in world.rows(Initiative)
        for path in (f"initiatieven/{row['number']}", f"initiatieven/{row['number']}/tijdlijn")
    ]
    ours = ("openapi.json", *RESOURCES, "initiatieven?pageSize=1", *plans)
    return council + [f"/api/v1/{path}" for path in ours]


def means_opened(world: World) -> UUID:
    """A means that is open for nine days, and the guided choice that it could have come from."""
    day = local_date(world.clock.now())
    chosen = world.execute(PublishChoice(choice_form(world)), world.official)
    with made_up_room(MeansKind.DISCUSSION):
        return means_announced(
            world,
            choice_id=chosen,
            opens_on=day,
            closes_on=day + timedelta(days=9),
            account_by=day + timedelta(days=30),
            decided_on=day,
            places=("WK990100",),
        )


def means_come_and_go(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    """A means that is opened, closed early, and accounted for."""
    opened_ones: list[UUID] = []
    yield "means opened", lambda: opened_ones.append(means_opened(world))

    def closed() -> None:
        with made_up_room(MeansKind.DISCUSSION):
            world.execute(CloseMeans(opened_ones[0], WHY), world.official)

    yield "means closed", closed

    def accounted() -> None:
        revision = row_of(world, opened_ones[0])["revision"]
        world.execute(AccountMeans(opened_ones[0], revision, WHY), world.official)

    yield "means accounted", accounted


def happenings(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that can change what the public sees, one after the other."""
    submitter = world.person("submitter")
    first = world.open(submitter)
    second = world.submit(submitter).initiative_id

    def sign(name: str) -> Callable[[], object]:
        return lambda: world.execute(Sign(first), world.person(name))

    def take_over(meeting: ImportedMeeting) -> Callable[[], object]:
        return lambda: world.execute(ImportMeeting(meeting))

    yield "nothing yet", lambda: None
    yield "folded", world.settle
    yield "admitted", lambda: world.execute(TakeStep(second, 1, "admit"), world.official)
    yield "folded", world.settle
    yield "signed", sign("anna")
    yield "signed", sign("bram")
    yield "taken back", lambda: world.execute(WithdrawSignature(first), world.person("bram"))
    yield "folded", world.settle
    yield "signed", sign("bram")
    yield "enough", sign("cato")
    yield "folded", world.settle
    yield from among_neighbours(world)
    for meeting in imports():
        yield "imported", take_over(meeting)
    yield "planned", lambda: _plan(world)
    yield "placed", lambda: _place(world, first)
    yield from on_the_agenda(world)
    yield "folded", world.settle
    yield "erased", lambda: world.execute(ErasePerson(_known(submitter.person_id)), submitter)
    yield "folded", world.settle
    yield "a day later", lambda: world.pass_days(1)
    yield "much later", lambda: world.pass_days(93)
    yield "explained", lambda: world.execute(ExplainDelay(first, 4, WHY), world.clerk)
    yield "folded", world.settle
    vote = voting(world, (1000, (400, 700)))
    yield "people can vote", lambda: None
    yield "voted", lambda: vote.cast(1, 1)
    yield "counted and let out", lambda: published(vote)
    yield "folded", world.settle
    yield from rooms_come_and_go(world)
    yield "year reported", lambda: reported(world)
    yield "folded", world.settle


def among_neighbours(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    """Gatherings that are changed, come to and reported, and a programme that goes on."""
    official = world.official
    made = announced(world, places=1)
    item, subject = added(world), world.execute(AddYearSubject(SUBJECT), official)
    yield "announced", lambda: None
    change = ChangeGathering(made, 1, replace(FORM, places=1, place="Het plein"))
    yield "moved", lambda: world.execute(change, official)
    yield "full", lambda: world.execute(SignUpFor(made), world.person("anna"))
    yield "free", lambda: world.execute(SignOff(made), world.person("anna"))
    off = announced(world)
    cancel = CancelGathering(off, 1, WHY)
    yield "cancelled", lambda: world.execute(cancel, official)
    update = UpdateProgrammeItem(item, 1, replace(ITEM, news=WHY))
    yield "news", lambda: world.execute(update, official)
    looked = AnalyseSurroundings(subject, ANALYSIS)
    yield "looked around", lambda: world.execute(looked, official)
    yield "a role", lambda: world.execute(ChooseRole(subject, CHOICE), official)
    dossier = opened(world)
    busy = ChangeDossier(dossier, 1, replace(DOSSIER, title="De Kade"))
    yield "dossier", lambda: world.execute(busy, official)
    yield "document", lambda: world.execute(AddDossierEntry(dossier, DOCUMENT), official)
    later = ChangeYearSubject(subject, 1, replace(SUBJECT, council_month=10, news=WHY))
    yield "another month", lambda: world.execute(later, official)
    together = registered(world)
    yield "together", lambda: None
    changed = ChangePartnership(together, 1, replace(REGISTERED, money="", news=WHY))
    yield "dearer", lambda: world.execute(changed, official)
    yield from drawn_from_neighbours(world)
    proposal = proposal_opened(world)
    yield "proposal", lambda: None
    question = AskQuestion(proposal, "Blijft de bank staan?")
    yield "asked", lambda: world.execute(question, world.person("anna"))
    yield (
        "proposal gone",
        lambda: world.execute(WithdrawCouncilProposal(proposal, 1, WHY), official),
    )
    yield from means_come_and_go(world)
    _, part, _ = given_task_planned(world, given_task(world))
    yield "planned", lambda: None
    moved = PartNews("planned", DIG.what, date(2026, 8, 1), False, "De grond is nat.")
    yield "part moved", lambda: world.execute(UpdateWorkPart(part, 1, moved), world.official)
    promise = promised(world)
    yield "promised", lambda: None
    kept = UpdatePromise(promise, 1, PROMISE_NEWS)
    yield "kept", lambda: world.execute(kept, official)
    yield "over", lambda: world.pass_days(19)
    yield "reported", lambda: world.execute(ReportGathering(made, 2, REPORT), official)
    yield "folded", world.settle
    yield "back", lambda: world.pass_days(-19)


def drawn_from_neighbours(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    """A group by lot: nobody sees it, its list is fixed, it is drawn."""
    official = world.official
    willing(world, 8)
    group = prepared(world)
    yield "group", lambda: None
    yield "list fixed", lambda: world.execute(AnnounceDraw(group, SOURCE, 3), official)
    yield "waited", lambda: world.pass_days(3)
    yield "drawn", lambda: world.execute(RecordDraw(group, FIGURE, HOW), official)
    yield "back", lambda: world.pass_days(-3)


def on_the_agenda(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    """A meeting whose agenda is made, that is moved, and does not go on."""
    clerk, form = world.clerk, MeetingForm("Raad in april", date(2026, 4, 13))
    [meeting] = [row["id"] for row in world.rows(Meeting) if row["name"] == form.name]
    item, document = new_id(), DocumentForm("Stuk", "https://raad.example.nl/stuk.pdf")
    steps: tuple[tuple[str, object], ...] = (
        ("item added", AddAgendaItem(meeting, ItemForm("Opening", ""), item)),
        ("document added", AddDocument(meeting, document, item)),
        ("in order", OrderAgenda(meeting, 3, {item: 1})),
        ("item gone", RemoveAgendaItem(meeting, item)),
        ("changed", ChangeMeeting(meeting, 5, replace(form, livestream="https://live.example.nl"))),
        ("moved", ChangeMeeting(meeting, 6, replace(form, location="Plein"), WHY)),
        ("cancelled", CancelMeeting(meeting, 7, WHY)),
    )
    for name, command in steps:
        yield name, lambda command=command: world.execute(command, clerk)  # type: ignore[misc]  # mypy takes no default
    yield "folded", world.settle


def imports() -> list[ImportedMeeting]:
    """A meeting, and the same with one thing changed at a time."""
    meeting = ImportedMeeting(
        source_id="m",
        municipality_code="GM9901",
        body_name="Gemeenteraad",
        name="Raadsvergadering",
        held_on=date(2026, 4, 20),
        starts_at=None,
        location=None,
        state=MeetingState.PLANNED,
        items=(ImportedItem("a", "Punt a"), ImportedItem("b", "Punt b")),
        documents=(ImportedDocument("d", "Stuk", "https://ori.example.nl/1", "a"),),
    )
    document = meeting.documents[0]
    return [
        meeting,
        replace(meeting, location="Raadzaal"),
        replace(meeting, items=(replace(meeting.items[0], title="Ander punt"), meeting.items[1])),
        replace(meeting, documents=(replace(document, url="https://ori.example.nl/2"),)),
        replace(meeting, documents=()),
        replace(meeting, items=meeting.items[:1], documents=()),
        replace(meeting, held_on=date(2026, 4, 21), items=(), documents=()),
    ]


def _plan(world: World) -> None:
    world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)


def _place(world: World, first: UUID) -> None:
    meeting = next(row["id"] for row in world.rows(Meeting) if row["name"] == "Raad in april")
    world.execute(TakeStep(first, 3, "place", meeting_id=meeting), world.clerk)


def _known(person: UUID | None) -> UUID:
    assert person is not None
    return person


@pytest.mark.slow
def test_kept_is_what_would_be_rendered_now(sqlite_world: World, client_for: ClientFor) -> None:
    world = sqlite_world
    keeps, renders = client_for(world), client_for(world)
    #: Of each address and language how it was last, and how often it became another page.
    before: dict[tuple[str, bool], str] = {}
    changed: Counter[tuple[str, bool]] = Counter()
    for what, happens in happenings(world):
        happens()
        state(renders).shelf._slots.clear()
        for address in addresses(world):
            for headers in ({}, ENGLISH):
                kept = keeps.get(address, headers=headers)
                fresh = renders.get(address, headers=headers)
                assert kept.text == fresh.text, (what, address)
                assert kept.status_code == fresh.status_code
                assert kept.headers.get("etag") == fresh.headers.get("etag")
                assert kept.headers["content-type"] == fresh.headers["content-type"]
                assert fresh.status_code != 200 or "etag" in fresh.headers, (address, "is not kept")
                at = address, bool(headers)
                changed[at] += before.get(at, fresh.text) != fresh.text
                before[at] = fresh.text
    assert changed.total() > 200, "the walk must really change pages"
    moved = {address.partition("?")[0] for (address, _), times in changed.items() if times}
    assert _missed(moved, data=True) == set(), "of a page that never changes it proves nothing"


def _missed(paths: Collection[str], *, data: bool) -> set[str]:
    """Routes of public pages that none of ``paths`` leads to; with ``data``, only of those that show any."""
    missed = set()
    for route in ROUTES:
        public = public_page(getattr(route, "endpoint", None))
        if isinstance(route, Route) and public and (public.data or not data):
            matches = route.path_regex.match
            if not any(map(matches, paths)):
                missed.add(route.path)
    # A number alone only leads on to the address with the words.
    return missed - {
        "/initiatieven/{number:number}",
        "/dossiers/{dossier:number}",
        "/raadsvoorstellen/{proposal:number}",
        "/meedoen/{means:number}",
    }


def test_walk_passes_every_public_route(filled: World) -> None:
    _plan(filled)
    opened(filled)
    announced(filled)
    added(filled)
    promised(filled)
    given_task_planned(filled, given_task(filled))
    proposal_opened(filled)
    means_opened(filled)
    said(filled, discussion(filled), filled.person("anna"))
    registered(filled)
    willing(filled, 8)
    group_drawn(filled)
    filled.execute(AddYearSubject(SUBJECT), filled.official)
    paths = [address.partition("?")[0] for address in addresses(filled)]
    assert _missed(paths, data=False) == set()


def test_text_that_was_edited_is_seen(world: World, client_for: ClientFor) -> None:
    """Of a plan that is public already no text changes; of one that is not, nobody has a page."""
    submitter = world.person("submitter")
    filed = world.submit(submitter)
    client = client_for(world)
    assert client.get(ONE).status_code == 404
    world.execute(
        EditInitiative(
            filed.initiative_id,
            1,
            "Minder tegels",
            "WK990100",
            {"decision": "Een andere tekst."},
            "green",
        ),
        submitter,
    )
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
    assert "Een andere tekst." in client.get("/initiatieven/2026-0001-minder-tegels").text
