"""The buttons to follow a plan, and the ways to pass it on."""

from starlette.testclient import TestClient

from tests.commands.test_following import followers, without_mail
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from tests.web.test_by_email import in_by_email
from wijkstem.commands.initiatives import TakeStep

PLAN = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
FOLLOW, UNFOLLOW = "/initiatieven/2026-0001/volgen", "/initiatieven/2026-0001/niet-volgen"


def test_resident_follows_and_stops(world: World, client_for: ClientFor) -> None:
    plan, client = world.open(), client_for(world)
    anna = log_in(client, world, "anna")
    assert f'action="{FOLLOW}"' in client.get(PLAN).text
    answer = client.post(FOLLOW)
    assert (answer.status_code, answer.headers["location"]) == (303, PLAN)
    page = client.get(PLAN).text
    assert "U volgt dit plan. U krijgt bericht als er iets gebeurt." in page
    assert f'action="{FOLLOW}"' not in page
    assert followers(world, plan) == {anna}
    mine = client.get("/mijn").text
    assert "Meer bomen in de straat" in mine.partition('id="volgt"')[2]
    answer = client.post(UNFOLLOW, data={"terug": "/mijn"})
    assert answer.headers["location"] == "/mijn"
    assert followers(world, plan) == set()


def test_mailbox_alone_is_enough_to_follow(world: World, client_for: ClientFor) -> None:
    plan, client = world.open(), client_for(world)
    assert "Dat kan ook met alleen uw e-mailadres." in client.get(PLAN).text
    anna = in_by_email(world, client)
    assert client.post(FOLLOW).status_code == 303
    assert followers(world, plan) == {anna.person_id}
    assert "Meer bomen in de straat" in client.get("/mijn").text


def test_mailbox_alone_is_not_enough_where_the_rules_say_so(
    sqlite_world: World, client_for: ClientFor
) -> None:
    plan, client = sqlite_world.open(), client_for(sqlite_world)
    in_by_email(sqlite_world, client)
    strict = client_for(without_mail(sqlite_world))
    strict.cookies = client.cookies
    assert "Log dan op een andere manier in." in strict.get(PLAN).text
    assert strict.post(FOLLOW).status_code == 403
    assert followers(sqlite_world, plan) == set()


def test_what_is_finished_is_not_offered_and_refused_in_words(
    sqlite_world: World, client: TestClient
) -> None:
    submitter = sqlite_world.person("submitter")
    plan = sqlite_world.open(submitter)
    sqlite_world.execute(TakeStep(plan, 2, "withdraw"), submitter)
    log_in(client, sqlite_world, "anna")
    assert FOLLOW not in client.get(PLAN).text
    answer = client.post(FOLLOW)
    assert answer.status_code == 422
    assert "Er komt geen nieuws meer over." in answer.text


def test_plan_that_is_not_public_has_no_such_page(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "anna")
    assert client.post(FOLLOW).status_code == 404
    log_in(client, sqlite_world, "submitter")
    page = client.get(PLAN).text
    assert "Blijf op de hoogte" not in page


def test_who_is_not_logged_in_is_asked_to(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.open()
    assert f"/inloggen?terug={PLAN}" in client.get(PLAN).text
    assert client.post(FOLLOW).headers["location"].startswith("/inloggen")


def test_plan_is_passed_on_by_plain_links(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.open()
    page = client.get(PLAN).text
    address = f"http://testdorp.localhost{PLAN}"
    mail = "mailto:?subject=Meer%20bomen%20in%20de%20straat&amp;body=Meer%20bomen%20in%20de%20straat%0Ahttp%3A//testdorp.localhost"
    assert f">{address}<" in page
    assert mail in page
