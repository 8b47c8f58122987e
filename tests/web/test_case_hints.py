"""The help beside a case: each hint with its why, shown to officials alone, and nothing decided by it."""

from html import unescape

from starlette.testclient import TestClient

from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.reports import DecideCase, MakeReport
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import ANYONE, SYSTEM
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role

CASE = "/moderatie/2026-0001"
SAID = (
    "Bel mij op 06-12345678 of mail wim@voorbeeld.example!!! Kijk op www.a.example en www.b.example. "
    "In het Buitengebied is niets te doen voor jonge mensen. "
    "Wij zouden het daarom bijzonder op prijs stellen wanneer de gemeente ons op korte termijn zou willen"
    " uitnodigen voor een gesprek over de mogelijkheden die er voor onze jongeren in de toekomst zullen zijn."
)


def page(client: TestClient, world: World, url: str = CASE) -> str:
    log_in(client, world, "official", Role.OFFICIAL)
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_each_hint_with_why(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit(title="Een plek voor jongeren", texts={"decision": SAID})
    found = page(client, sqlite_world)
    for said in (
        "Hij kan zich vergissen. U beslist zelf.",
        "Telefoonnummer: <strong>06-12345678</strong>",
        "E-mailadres: <strong>wim@voorbeeld.example</strong>",
        "Er staan veel leestekens achter elkaar (1 keer): <q>!!!</q>",
        "Er staan meer links naar andere websites in (2 keer)",
        "De indiener koos Centrum. In de tekst staat ook:",
        "<li>Buitengebied</li>",
        "De langste zin heeft 34 woorden:",
        "Dat is een schatting.",
        "Wij kennen geen ander plan van deze indiener.",
    ):
        assert said in found
    assert "Lijkt op een ander plan" not in found
    # Nobody but the official decides.
    assert sqlite_world.rows(Initiative)[0]["step"] == "triage"


def test_shouting(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit(texts={"decision": "HIER IS NIETS TE DOEN voor ons."})
    said = "Veel woorden staan in hoofdletters (3 keer): <q>HIER NIETS DOEN</q>"
    assert said in page(client, sqlite_world)


def test_nothing_to_look_at(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    assert "Wij vonden verder niets waar u op moet letten." in page(client, sqlite_world)


def test_similar_and_earlier_plans(client: TestClient, sqlite_world: World) -> None:
    bram = sqlite_world.person("bram")
    sqlite_world.submit(bram, title="Een bankje bij de vijver", texts={"decision": "Om te zitten."})
    refused = sqlite_world.submit(
        bram, title="Meer bankjes bij de vijver", texts={"decision": "Zitten."}
    )
    why = "Dit is een klacht en geen plan."
    refuse = TakeStep(refused.initiative_id, 1, "refuse", ground="complaint", reasons=why)
    sqlite_world.execute(refuse, sqlite_world.official)
    found = page(client, sqlite_world)
    assert "Waarom: deze woorden staan in beide: bankje, vijver, zitten." in found
    assert found.count('href="/moderatie/2026-0002"') == 2  # as alike, and as an earlier one
    assert "Niet op de website" in found
    assert "Niet toegelaten" in found.split("Eerder van deze indiener")[1].split("</section>")[0]


def test_only_for_officials(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit(
        sqlite_world.person("wie"), title="Een plek voor jongeren", texts={"decision": SAID}
    )
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    for url in ("/griffie/2026-0001", "/initiatieven/2026-0001"):
        assert "Hulp bij uw besluit" not in client.get(url).text


def test_as_many_statements_however_much_there_is(client: TestClient, sqlite_world: World) -> None:
    counted = []
    for more in (2, 10):
        for number in range(more):
            title = f"Een bankje bij de vijver, nummer {number}"
            sqlite_world.submit(title=title, texts={"decision": SAID})
        page(client, sqlite_world)
        with statements(sqlite_world.services.engine) as asked:
            assert "Waarom: deze woorden" in page(client, sqlite_world)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_beside_what_was_reported(client: TestClient, sqlite_world: World) -> None:
    """Who decides on a report sees the same as who admits; what everybody reads already is not said to be hidden."""
    world = sqlite_world
    plan = world.submit(title="Een plek voor jongeren", texts={"decision": SAID}).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(MakeReport(plan, "personal_data", "Hier staat een nummer in."), ANYONE)
    [case] = world.rows(Case, kind=CaseKind.REPORT)
    shown = page(client, world, f"/moderatie/zaak/{case['id']}")
    for said in (
        "Hij kan zich vergissen. U beslist zelf.",
        "Telefoonnummer: <strong>06-12345678</strong>",
        "Dit staat in de tekst. Iedereen kan het nu lezen:",
        "Wij kennen geen ander plan van deze indiener.",
    ):
        assert said in shown
    world.execute(
        DecideCase(case["id"], "left", "Dit nummer is van de indiener zelf."), world.official
    )
    assert "U beslist zelf." not in page(client, world, f"/moderatie/zaak/{case['id']}")


def test_beside_a_late_step_of_somebody_else(client: TestClient, sqlite_world: World) -> None:
    """What the clerk did not do in time: everything about it on one page, and a way to end the case."""
    world = sqlite_world
    plan = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    world.settle()
    world.pass_days(100)
    world.execute(PassTerm(plan, 3), SYSTEM)
    [case] = world.rows(Case, kind=CaseKind.OVERDUE)
    address = f"/moderatie/zaak/{case['id']}"
    shown = page(client, world, address)
    for said in (
        "Termijn is voorbij: Meer bomen in de straat",
        "U beslist zelf.",
        "Het is op een andere manier gedaan",
    ):
        assert said in shown
    assert "Verberg het" not in shown
    short = client.post(address, data={"verdict": "done", "reasons": "Ja"})
    assert short.status_code == 422
    why = "De griffie is gebeld. Het plan komt op de agenda van september."
    assert client.post(address, data={"verdict": "done", "reasons": why}).status_code == 303
    ended = page(client, world, address)
    assert ("Deze zaak is klaar" in ended, why in ended) == (True, True)
