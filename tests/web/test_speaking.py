"""Speaking at a meeting as residents and the clerk see it; a name is public only when its owner says so."""

from datetime import UTC, datetime
from html import unescape

from starlette.testclient import TestClient

from tests.commands.test_meetings import planned
from tests.commands.test_speaking import SAID
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.speaking import SignUpToSpeak
from wijkstem.domain.speaking import SpeakingForm
from wijkstem.tables.speaking import Speaker
from wijkstem.words import Role


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_resident_signs_up_and_withdraws(client: TestClient, sqlite_world: World) -> None:
    public = f"/agenda/{planned(sqlite_world)}"
    page = text(client, public)
    assert f'href="{public}/inspreken"' in page
    assert "Meld u aan voor 12 april 2026, 19:30 uur." in page
    answer = client.get(f"{public}/inspreken")
    assert answer.headers["location"] == f"/inloggen?terug={public}/inspreken"
    log_in(client, sqlite_world, "anna")
    refused = client.post(f"{public}/inspreken", data={"topic": "", "on_behalf": "De buurt"})
    assert refused.status_code == 422
    assert 'value="De buurt"' in refused.text
    sent = {"topic": "Over de bomen.", "on_behalf": "De buurt", "item_id": ""}
    assert client.post(f"{public}/inspreken", data=sent).headers["location"] == public
    [row] = sqlite_world.rows(Speaker)
    assert (row["topic"], row["on_behalf"], row["name_shown"]) == (
        "Over de bomen.",
        "De buurt",
        False,
    )
    assert "U staat op de lijst, op plek 1." in text(client, public)
    answer = client.post(f"{public}/inspreken/afmelden")
    assert (answer.headers["location"], sqlite_world.rows(Speaker)) == (public, [])


def test_name_is_public_with_consent_only_and_the_clerk_sees_all(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    meeting = planned(world)
    public, list_ = f"/agenda/{meeting}", f"/griffie/vergadering/{meeting}/insprekers"
    world.execute(SignUpToSpeak(meeting, SAID), world.person("geheim"))
    shown = SpeakingForm("Over het plein.", name_shown=True)
    world.execute(SignUpToSpeak(meeting, shown), world.person("zichtbaar"))
    page = text(client, public)
    assert ("zichtbaar" in page, "geheim" in page) == (True, False)
    assert "Er staan 2 sprekers op de lijst. Elke spreker krijgt 3 minuten." in page
    assert SAID.topic not in page
    log_in(client, world, "official", Role.OFFICIAL)
    text(client, list_, 403)
    log_in(client, world, "clerk", Role.CLERK)
    page = text(client, list_)
    for said in ("geheim", "zichtbaar", SAID.topic, "namens de buurt", "Over het plein."):
        assert said in page


def test_page_says_when_it_is_too_late(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    public = f"/agenda/{planned(world)}"
    world.clock.at = datetime(2026, 4, 13, 8, 0, tzinfo=UTC)
    page = text(client, public)
    assert "Aanmelden om te spreken kan niet meer." in page
    log_in(client, world, "anna")
    answer = client.post(f"{public}/inspreken", data={"topic": "Toch nog."})
    assert answer.status_code == 422
    assert "Toch nog." in answer.text
