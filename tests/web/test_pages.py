"""What every page has around it: the way to the other language."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World


def other_language(html: str) -> str:
    [link] = re.findall(r'<a class="ws-target" href="([^"]*)" lang="(?:nl|en)"', html)
    return unescape(str(link))


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ("/initiatieven", "?taal=en"),
        ("/initiatieven?wijk=WK990100&pagina=2", "?wijk=WK990100&pagina=2&taal=en"),
        ("/initiatieven?stand=a%26b%3Dc&stand=%22%3E", "?stand=a%26b%3Dc&stand=%22%3E&taal=en"),
        ("/agenda?taal=nl&pagina=2", "?pagina=2&taal=en"),
        ("/agenda?taal=en&pagina=2", "?pagina=2&taal=nl"),
        ("/bestaat/niet?pagina=2", "?pagina=2&taal=en"),
    ],
)
def test_language_link_keeps_what_was_asked(client: TestClient, asked: str, link: str) -> None:
    assert other_language(client.get(asked).text) == link


def test_language_link_leads_to_the_same_list(client: TestClient) -> None:
    dutch = client.get("/initiatieven?soort=voorstel&volgorde=steun")
    english = client.get("/initiatieven" + other_language(dutch.text))
    assert '<html lang="en">' in english.text
    assert other_language(english.text) == "?soort=voorstel&volgorde=steun&taal=nl"


def test_language_link_after_a_form_leads_to_its_page(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "ann")
    address = client.get("/initiatieven/nieuw/voorstel").headers["location"]
    answer = client.post(f"{address}&bron=brief", data={"title": "123456782"})
    assert answer.status_code == 422
    assert other_language(answer.text) == "?taal=en"
    assert client.get(f"{address}&taal=en").status_code == 200


def test_language_link_after_a_form_without_a_page_leads_to_the_first_page(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "ann")
    answer = client.post("/initiatieven/2026-0001/steunen", data={})
    assert answer.status_code == 404
    assert other_language(answer.text) == "/?taal=en"
