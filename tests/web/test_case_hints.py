"""The help beside a case: each hint with its why, shown to officials alone, and nothing decided by it."""

from html import unescape

from starlette.testclient import TestClient

from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

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
