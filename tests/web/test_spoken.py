"""A plan that is spoken: recorded, typed out by an official, read and sent by who spoke it."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.support.recordings import PLACE, spoken
from tests.support.submitting import GOOD, begin, hidden, send_step
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from tests.web.test_photos import kept
from wijkstem.kit.jinja import make_pages
from wijkstem.settings import ROOT
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import SpokenPlan
from wijkstem.tables.moderation import Case
from wijkstem.words import Role
from workers.deliveries import deliver
from workers.tidying import tidy

KIND = "burgerinitiatief"


def send(
    client: TestClient, address: str, go: str, content: bytes = b"", **values: str
) -> tuple[int, str]:
    answer = client.post(
        f"{address}/opname?soort={KIND}",
        data={"ga": go} | values,
        files={"opname": ("opname" if content else "", content, "audio/webm")},
    )
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    return answer.status_code, unescape(answer.text)


def sound(page: str) -> str:
    [found] = re.findall(r'<audio[^>]* src="(/opname/[^"]+)"', page)
    return str(found)


def recorded(client: TestClient, world: World) -> tuple[str, str]:
    """The address of a plan that nothing was typed of, and of its recording."""
    log_in(client, world, "anna")
    address = begin(client)
    assert f'{address}/opname?soort={KIND}"' in client.get(f"{address}/plan?soort={KIND}").text
    page = client.get(f"{address}/opname?soort={KIND}")
    assert page.status_code == 200
    assert "microphone=(self)" in page.headers["permissions-policy"]
    status, shown = send(client, address, "bewaar", spoken())
    assert status == 200
    return address, sound(shown)


def case_of(world: World) -> str:
    [case] = world.rows(Case, kind="spoken")
    return f"/moderatie/zaak/{case['id']}"


def sent_on(client: TestClient, world: World) -> tuple[str, str]:
    address, link = recorded(client, world)
    status, page = send(client, address, "verstuur", welke=link.rpartition("/")[2])
    assert (status, "9 maart 2026" in page) == (200, True)
    return address, link


def test_from_the_voice_to_the_plan(world: World, client_for: ClientFor) -> None:
    client, official = client_for(world), client_for(world)
    address, link = sent_on(client, world)
    heard = client.get(link)
    assert (heard.headers["content-type"], heard.headers["cache-control"]) == (
        "audio/mp4", "private, no-store",
    )  # fmt: skip
    assert PLACE.encode() not in heard.content
    log_in(official, world, "official", Role.OFFICIAL)
    assert case_of(world) in official.get("/moderatie").text
    page = official.get(case_of(world))
    assert link in page.text
    assert official.get(link).status_code == 200
    typed = {
        name: GOOD[name] for name in ("title", "neighbourhood_code", "subject", "vraag-decision")
    }
    answer = official.post(case_of(world), data=hidden(page.text) | typed | {"ga": "uitgetypt"})
    assert answer.status_code == 303, answer.text
    assert official.get(link).status_code == 404, "typed out, so nobody needs to hear it any more"
    world.settle()
    deliver(world.services, make_pages(ROOT / "templates"), "testdorp")
    [mail] = [one for one in world.mailer.sent if one.subject == "Uw plan is uitgetypt"]
    assert (mail.address, f"{address}/plan" in mail.body) == ("anna@example.test", True)
    assert GOOD["title"] not in mail.body
    assert "Uw plan is uitgetypt" in client.get("/mijn/berichten").text
    assert world.rows(Initiative) == [], "nothing goes further before she sends it"
    look = client.get(f"{address}/versturen").text
    assert "Een medewerker typte uw opname uit" in unescape(look)
    assert GOOD["title"] in look
    assert send_step(client, f"{address}/versturen", {}).status_code == 303
    [plan] = world.rows(Initiative)
    assert plan["title"] == GOOD["title"]
    assert world.rows(SpokenPlan) == []
    tidy(world.services, "testdorp")
    assert kept(world) == {}
    assert client.get(link).status_code == 404


def test_what_cannot_be_understood_is_told(world: World, client_for: ClientFor) -> None:
    client, official = client_for(world), client_for(world)
    address, _ = sent_on(client, world)
    log_in(official, world, "official", Role.OFFICIAL)
    page = official.get(case_of(world))
    official.post(case_of(world), data=hidden(page.text) | {"ga": "onverstaanbaar"})
    assert "niet te verstaan" in official.get(case_of(world)).text
    assert "niet verstaan" in client.get(f"{address}/opname?soort={KIND}").text
    world.settle()
    assert "Wij konden uw opname niet verstaan" in client.get("/mijn/berichten").text


def test_nobody_hears_it_before_it_is_sent_or_after_it_was_taken_back(
    world: World, client_for: ClientFor
) -> None:
    client, official, other = (client_for(world) for _ in range(3))
    address, link = recorded(client, world)
    log_in(official, world, "official", Role.OFFICIAL)
    log_in(other, world, "bram")
    assert [one.get(link).status_code for one in (client, official, other)] == [200, 404, 404]
    send(client, address, "verstuur", welke=link.rpartition("/")[2])
    assert [one.get(link).status_code for one in (client, official, other)] == [200, 200, 404]
    page = official.get(case_of(world)).text
    assert send(client, address, "weg")[0] == 200
    assert [one.get(link).status_code for one in (client, official, other)] == [404, 404, 404]
    late = official.post(
        case_of(world), data=hidden(page) | {"title": "Getypt voor niets", "ga": "uitgetypt"}
    )
    assert late.status_code == 409
    assert world.rows(Case, kind="spoken")[0]["closed_as"] == "overtaken"


def test_two_officials_and_the_words_of_the_second_are_not_lost(
    world: World, client_for: ClientFor
) -> None:
    client, one, two = (client_for(world) for _ in range(3))
    sent_on(client, world)
    log_in(one, world, "official", Role.OFFICIAL)
    log_in(two, world, "second", Role.OFFICIAL)
    pages = [official.get(case_of(world)).text for official in (one, two)]
    form = {"title": "Een bankje erbij", "ga": "uitgetypt"}
    assert one.post(case_of(world), data=hidden(pages[0]) | form).status_code == 303
    late = two.post(case_of(world), data=hidden(pages[1]) | form | {"title": "Een ander bankje"})
    assert late.status_code == 409
    assert client.get("/mijn").text.count("Een bankje erbij") >= 1


def test_what_the_resident_wrote_meanwhile_is_not_overwritten(
    world: World, client_for: ClientFor
) -> None:
    client, official = client_for(world), client_for(world)
    address, _ = sent_on(client, world)
    log_in(official, world, "official", Role.OFFICIAL)
    page = official.get(case_of(world)).text
    send_step(client, f"{address}/plan", {"title": "Ik typte het zelf al"})
    late = official.post(
        case_of(world), data=hidden(page) | {"title": "Wat ik hoorde op band", "ga": "uitgetypt"}
    )
    assert late.status_code == 409
    assert "De inwoner schreef intussen zelf ook iets" in late.text
    assert "Wat ik hoorde op band" in late.text


def test_no_words_and_a_service_number_are_refused(world: World, client_for: ClientFor) -> None:
    client, official = client_for(world), client_for(world)
    sent_on(client, world)
    log_in(official, world, "official", Role.OFFICIAL)
    page = official.get(case_of(world)).text
    for title in ("", "Mijn bsn is 123456782"):
        answer = official.post(
            case_of(world), data=hidden(page) | {"title": title, "ga": "uitgetypt"}
        )
        assert (answer.status_code, 'id="f-title-error"' in answer.text) == (422, True)


def test_what_is_no_recording_is_told(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    address = begin(client)
    for content in (b"", b"zomaar iets"):
        status, page = send(client, address, "bewaar", content)
        assert (status, 'id="f-opname-error"' in page) == (422, True)
    assert (world.rows(SpokenPlan), kept(world)) == ([], {})


def test_somebody_who_is_not_known_logs_in_first(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = begin(client)
    answer = client.get(f"{address}/opname?soort={KIND}")
    assert answer.headers["location"].startswith("/inloggen?terug=")
