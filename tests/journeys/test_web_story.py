"""The whole story of a citizens' initiative through HTTP alone, as four people live it, on both engines."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.submitting import file_plan
from tests.support.web import ClientFor, clients, with_settings
from tests.support.world import World

PLAN = "/initiatieven/2026-0001-een-bankje-bij-de-vijver"
FORM = {
    "title": "Een bankje bij de vijver",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-decision": "Zet een bankje neer bij de vijver, in de zon.",
    "vraag-costs": "",
}
REASONS = "De raad vindt dit een goed plan en heeft er geld voor."


@pytest.fixture
def client_for() -> Iterator[ClientFor]:
    with clients() as opened:
        yield opened


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, client: TestClient, who: str) -> None:
        self.client = client
        answer = client.post("/inloggen", data={"persoon": who, "terug": "/mijn"})
        assert answer.headers["location"] == "/mijn"

    def see(self, url: str) -> str:
        answer = self.client.get(url)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def send(self, url: str, **data: str) -> str:
        """Send a form and follow where it leads."""
        answer = self.client.post(url, data=data)
        assert answer.status_code == 303, answer.text
        return self.see(answer.headers["location"])


def test_from_resident_to_council_and_back(world: World, client_for: ClientFor) -> None:
    demo = with_settings(world, demo=True)

    def person(who: str) -> Person:
        return Person(client_for(demo), who)

    submitter, official, clerk = person("bewoner-1"), person("ambtenaar-1"), person("griffie-1")

    filed = file_plan(submitter.client, FORM)
    page = submitter.see(filed.headers["location"])
    assert "Nu: De gemeente bekijkt het initiatief" in page
    assert "16 maart 2026" in page

    assert "Een bankje bij de vijver" in official.see("/moderatie")
    assert 'name="step_seq" value="1"' in official.see("/moderatie/2026-0001")
    page = official.send("/moderatie/2026-0001", step_seq="1", outcome="admit")
    assert "Er wacht niets op een besluit." in page
    world.settle()
    assert "Een bankje bij de vijver" in submitter.see("/initiatieven")

    page = person("bewoner-20").send("/initiatieven/2026-0001/steunen", stance="for")
    assert "U woont niet in deze gemeente." in page
    for number, needed in ((2, "Nog 2 nodig."), (3, "Nog 1 nodig."), (4, "Er is genoeg steun")):
        page = person(f"bewoner-{number}").send("/initiatieven/2026-0001/steunen", stance="for")
        assert needed in page
    world.settle()

    assert "De griffie zoekt een vergadering" in submitter.see(PLAN)
    clerk.send(
        "/griffie/vergadering",
        body_id="raad",
        name="Raadsvergadering",
        held_on_day="13",
        held_on_month="4",
        held_on_year="2026",
        starts_at="19.30",
        location="",
    )
    [meeting] = re.findall(r'<option value="([0-9a-f-]{36})"', clerk.see("/griffie/2026-0001"))
    clerk.send("/griffie/2026-0001", step_seq="3", outcome="place", meeting=meeting)
    assert "Een bankje bij de vijver" in submitter.see("/agenda")
    clerk.send("/griffie/2026-0001", step_seq="4", outcome="adopt", reasons=REASONS)
    world.settle()

    page = submitter.see(PLAN)
    told = [
        "Gedaan: Ingediend",
        "Gedaan: Toegelaten",
        "Gedaan: Genoeg steun: 3 steunbetuigingen die meetellen",
        "Gedaan: Er is een plek op de agenda gevraagd",
        "Gedaan: Op de agenda gezet",
        "Gedaan: Aangenomen",
    ]
    places = [page.index(line) for line in told]
    assert places == sorted(places)
    assert REASONS in page
    figures = re.sub(r"<[^>]+>|\s+", " ", submitter.see("/indicatoren"))
    assert re.search(r"Op tijd beantwoord[ 0-9,a-z]* 100,0%", figures), figures
