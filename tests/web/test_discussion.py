"""A discussion on screen: in the reader's order, safe to read, quick however long, and led, reported and appealed."""

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.commands.test_year_agenda import told
from tests.support.discussed import contribution, discussion, id_of, said
from tests.support.means import row_of
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.supporting_contributions import SupportContribution
from wijkstem.queries.discussion import PER_PAGE, discussion_page
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.moderation import Case
from wijkstem.words import Role, Verdict
from wijkstem.words.discussion import Sorting

WORDS = "Er moeten bomen komen."
REASON = "Dit is een goede reden, in een hele zin."


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def address(world: World, means: UUID) -> str:
    row = row_of(world, means)
    return f"/meedoen/{row['number']}-{row['slug']}"


def below(world: World, means: UUID) -> str:
    return f"/meedoen/{row_of(world, means)['number']}"


def test_resident_says_something_and_everybody_reads_it_without_a_name(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means = discussion(world)
    url = below(world, means)
    assert client.get(f"{url}/zeggen", follow_redirects=False).status_code in {303, 401, 403}
    log_in(client, world, "anna")
    typed = {"words": WORDS, "stance": "idea", "wijk": "ja"}
    answer = client.post(f"{url}/zeggen", data=typed, follow_redirects=False)
    assert answer.headers["location"] == f"{url}/bijdrage/1"
    client.cookies.clear()
    page = text(client, address(world, means))
    assert page.index("Wat wij u beloven") < page.index(WORDS)
    assert "Idee" in page
    assert "Bewoner van" in page
    assert "anna" not in page


def test_refused_words_are_still_there_and_data_of_somebody_is_told_first(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    url = f"{below(world, discussion(world))}/zeggen"
    log_in(client, world, "anna")
    typed = {"words": "Bel mij op 06 12 34 56 78.", "stance": "for"}
    page = client.post(url, data=typed)
    assert page.status_code == 422
    assert "06 12 34 56 78" in page.text
    assert 'name="gevonden"' in page.text
    assert world.rows(Contribution) == []
    client.post(url, data={**typed, "gevonden": "ja"})
    assert len(world.rows(Contribution)) == 1
    secret = client.post(url, data={"words": "Mijn BSN is 111222333.", "stance": "for"})
    assert secret.status_code == 422
    assert "Mijn BSN is 111222333." in secret.text
    nothing = client.post(url, data={"words": WORDS})
    assert (nothing.status_code, WORDS in nothing.text) == (422, True)


def test_links_and_scripts_are_text_and_only_numbers_lead_somewhere(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means = discussion(world)
    said(world, means, world.person("anna"), WORDS)
    evil = "<script>alert(1)</script> https://voorbeeld.nl/#1 @anna &#39; #1, #2 en #99 'n javascript:1"
    said(world, means, world.person("bram"), evil)
    page = client.get(address(world, means)).text
    assert "<script>alert" not in page
    assert unescape(page).count("https://voorbeeld.nl/#1") == 1
    room = page[page.index('id="gesprek"') :]
    assert 'href="https://voorbeeld' not in room
    url = below(world, means)
    mentioned = room.split('<div class="ws-text">')[1].split("</div>")[0]
    assert mentioned.count(f'href="{url}/bijdrage/1">#1</a>') == 1
    assert mentioned.count(f'href="{url}/bijdrage/2">#2</a>') == 1
    assert "bijdrage/99" not in room
    assert "@anna" in mentioned


def test_reader_chooses_the_order_and_reads_on_behind_the_last(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means = discussion(world)
    anna = world.person("anna")
    for n in range(PER_PAGE + 3):
        said(world, means, anna, f"Zin nummer {n + 1}.")
        world.clock.at += timedelta(hours=1)
    world.execute(SupportContribution(id_of(world, 2)), world.person("bram"))
    first = text(client, address(world, means))
    assert first.index("Zin nummer 2.") < first.index("Zin nummer 23.")
    newest = text(client, f"{address(world, means)}?sorteer=newest")
    assert newest.index("Zin nummer 23.") < newest.index("Zin nummer 22.")
    assert "Zin nummer 3." not in newest
    rest = text(client, f"{address(world, means)}?sorteer=newest&na=4")
    assert [n for n in range(1, 24) if f"Zin nummer {n}." in rest] == [1, 2, 3]
    assert "Zin nummer 23." in text(client, f"{address(world, means)}?sorteer=newest&na=onzin")


def test_support_is_a_button_that_brings_one_back(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means = discussion(world)
    said(world, means, world.person("anna"), WORDS)
    url, here = f"{below(world, means)}/bijdrage/1/steun", address(world, means)
    log_in(client, world, "bram")
    assert "Steun dit" in text(client, here)
    assert "steunen dit" not in text(client, here), "nobody is counted before somebody is there"
    answer = client.post(url, data={"steun": "ja", "terug": here}, follow_redirects=False)
    assert answer.headers["location"] == f"{here}#b-1"
    assert "Niet meer steunen" in text(client, here)
    assert "1 mens steunt dit" in text(client, here)
    away = client.post(url, data={"steun": "nee", "terug": "//kwaad.nl"}, follow_redirects=False)
    assert away.headers["location"].startswith("/meedoen/")
    assert contribution(world, 1)["support"] == 0
    log_in(client, world, "anna")
    assert client.post(url, data={"steun": "ja"}).status_code == 422


def test_change_shows_what_stood_there_first(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means = discussion(world)
    said(world, means, world.person("anna"), "Wit is mooi.")
    url = f"{below(world, means)}/bijdrage/1"
    log_in(client, world, "bram")
    assert client.get(f"{url}/wijzig").status_code == 403
    log_in(client, world, "anna")
    assert "Wit is mooi." in text(client, f"{url}/wijzig")
    client.post(f"{url}/wijzig", data={"words": "Groen is mooi.", "revision": "1"})
    stale = client.post(f"{url}/wijzig", data={"words": "Rood is mooi.", "revision": "1"})
    assert (stale.status_code, "Rood is mooi." in stale.text) == (422, True)
    client.cookies.clear()
    page = text(client, url)
    assert ("Groen is mooi." in page, "Wit is mooi." in page) == (True, False)
    earlier = text(client, f"{url}/eerder")
    assert earlier.index("Groen is mooi.") < earlier.index("Wit is mooi.")


def test_moderator_slows_and_closes_and_everybody_reads_why(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means = discussion(world)
    said(world, means, world.person("anna"), WORDS)
    url = f"{below(world, means)}/gesprek"
    log_in(client, world, "official", Role.OFFICIAL)
    wrong = client.post(url, data={"revision": "0", "state": "dicht", "slow_minutes": "veel"})
    assert wrong.status_code == 422
    client.post(url, data={"revision": "0", "state": "dicht", "reason": "Het is nu rust."})
    stale = client.post(url, data={"revision": "0", "state": "open", "reason": "Nu niet."})
    assert stale.status_code == 409
    client.cookies.clear()
    page = text(client, address(world, means))
    assert "De gemeente heeft dit gesprek gesloten." in page
    assert "Het is nu rust." in page
    assert "Zeg wat u vindt" not in page


def test_reported_contribution_is_hidden_with_reasons_and_looked_at_again_by_another(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna, "Jullie zijn allemaal dom.")
    url = f"{below(world, means)}/bijdrage/1"
    client.post(f"{url}/melden", data={"reason": "insult", "words": REASON})
    [case] = world.rows(Case)
    desk = f"/moderatie/zaak/{case['id']}"
    log_in(client, world, "official", Role.OFFICIAL)
    assert "Jullie zijn allemaal dom." in text(client, desk)
    decision = {"verdict": "hidden", "ground": "insult", "reasons": REASON}
    client.post(desk, data=decision)
    client.cookies.clear()
    page = text(client, url)
    assert ("dom" in page, "De gemeente heeft dit verborgen." in page) == (False, True)
    assert client.get(f"{url}/eerder").status_code == 404
    world.settle()
    assert told(world, anna.person_id) == ["contribution_judged"]
    appeal = f"/besluit/{contribution(world, 1)['hiding_id']}/herziening"
    log_in(client, world, "bram")
    assert client.get(appeal).status_code == 404
    log_in(client, world, "anna")
    assert "De gemeente verborg wat u schreef." in text(client, appeal)
    client.post(appeal, data={"words": REASON})
    again = client.post(appeal, data={"words": REASON})
    assert again.status_code == 409
    [second] = [row for row in world.rows(Case) if row["closed_at"] is None]
    desk = f"/moderatie/zaak/{second['id']}"
    log_in(client, world, "official", Role.OFFICIAL)
    assert "U nam dit besluit zelf." in text(client, desk)
    assert client.post(desk, data={"verdict": "reversed", "reasons": REASON}).status_code == 422
    log_in(client, world, "colleague", Role.OFFICIAL)
    client.post(desk, data={"verdict": "reversed", "reasons": REASON})
    assert contribution(world, 1)["hiding_id"] is None
    world.settle()
    assert told(world, anna.person_id) == ["contribution_judged"] * 2


def test_flood_is_a_case_that_says_how_much_one_person_wrote(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means, anna = discussion(world), world.person("anna")
    for n in range(10):
        said(world, means, anna, f"Zin {n}.")
    [case] = world.rows(Case)
    log_in(client, world, "official", Role.OFFICIAL)
    assert "10 keer in twee uur" in text(client, f"/moderatie/zaak/{case['id']}")
    log_in(client, world, "anna")
    page = client.post(f"{below(world, means)}/zeggen", data={"words": WORDS, "stance": "for"})
    assert (page.status_code, WORDS in page.text) == (422, True)
    assert "U bent hier nieuw en schreef dit uur al 10 keer." in page.text


@pytest.mark.parametrize("person", [None, "anna"])
def test_statements_of_a_page_do_not_grow_with_the_discussion(
    world: World, person: str | None
) -> None:
    means, anna = discussion(world), world.person("anna")
    reader = anna.person_id if person else None

    def asked() -> int:
        with (
            world.services.reading(HERE) as connection,
            statements(world.services.engine) as counted,
        ):
            discussion_page(
                connection, HERE, means, sorting=Sorting.SUPPORT, after=None, person_id=reader
            )
        return len(counted)

    said(world, means, anna), said(world, means, anna, to=1), said(world, means, anna, to=2)
    few = asked()
    world.clock.at += timedelta(hours=2)
    for _ in range(6):
        said(world, means, anna)
    world.clock.at += timedelta(hours=2)
    for to in (1, 1, 2, 2, 4, 5):
        said(world, means, anna, to=to)
    assert (few, asked()) == ((5, 5) if person else (4, 4))


def test_words_before_a_change_are_hidden_with_it(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna, "Jullie zijn dom.")
    world.execute(ChangeContribution(id_of(world, 1), 1, "Ik ben boos."), anna)
    url = f"{below(world, means)}/bijdrage/1"
    client.post(f"{url}/melden", data={"reason": "insult", "words": REASON})
    [case] = world.rows(Case)
    log_in(client, world, "official", Role.OFFICIAL)
    decision = {"verdict": Verdict.HIDDEN, "ground": "insult", "reasons": REASON}
    client.post(f"/moderatie/zaak/{case['id']}", data=decision)
    assert client.get(f"{url}/eerder").status_code == 404
