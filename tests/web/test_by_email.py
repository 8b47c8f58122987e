"""A code by e-mail: six digits, a few tries, the same answer for everybody, and one account of one human."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.commands.test_accounts import traces
from tests.commands.test_initiatives import refusal
from tests.commands.test_tag_keys import rotated
from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson, Identity, LogIn
from wijkstem.commands.email_codes import CODES_AN_HOUR, TRIES, AskEmailCode, EnterEmailCode
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.kit.jinja import make_pages
from wijkstem.tables.accounts import EmailCode, LoginSession, Person, WayIn
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role, WayKind
from workers.deliveries import deliver

MAIL = "anna@example.test"


def post(world: World) -> list[tuple[str | None, str]]:
    """What goes out: to whom, and the code in it."""
    before = len(world.mailer.sent)
    deliver(world.services, make_pages(world.services.settings.templates_dir), HERE)
    found = []
    for message in world.mailer.sent[before:]:
        [code] = re.findall(r"^\d{6}$", message.body, re.MULTILINE)
        assert code not in message.subject, "a lock screen shows it"
        found.append((message.address, code))
    return found


def ask(client: TestClient, address: str = MAIL, back: str = "") -> None:
    answer = client.post("/inloggen/email", data={"adres": address, "terug": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen/email/code")


def code_for(world: World, client: TestClient, address: str = MAIL, back: str = "") -> str:
    ask(client, address, back)
    [(to, code)] = post(world)
    assert to == address
    return code


def enter(client: TestClient, code: str) -> int:
    return client.post("/inloggen/email/code", data={"code": code}).status_code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_code_logs_in_and_makes_one_account(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    assert "Inloggen met een code per e-mail" in client.get("/inloggen").text
    assert 'type="email"' in client.get("/inloggen/email").text
    code = code_for(world, client, back="/agenda")
    assert world.rows(Person) == [], "nobody is known before the code is typed"
    page = client.get("/inloggen/email/code")
    assert page.headers["cache-control"] == "no-store"
    assert 'autocomplete="one-time-code"' in page.text
    answer = client.post("/inloggen/email/code", data={"code": f" {code[:3]} {code[3:]}"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/agenda")
    assert [row["email"] for row in world.rows(Person)] == [MAIL]
    assert world.rows(EmailCode) == []
    text = client.get("/mijn").text
    assert "Ingelogd met een code per e-mail." in text
    client.post("/uitloggen")
    assert enter(client, code_for(world, client, "ANNA@example.TEST")) == 303
    assert len(world.rows(Person)) == 1


def test_code_works_once_and_only_where_it_was_asked_for(
    world: World, client_for: ClientFor
) -> None:
    client, other = client_for(world), client_for(world)
    code = code_for(world, client)
    other.cookies.set("wijkstem-browser", "b" * 43, domain="testdorp.localhost")
    assert enter(other, code) == 422
    assert enter(client, code) == 303
    client.post("/uitloggen")
    assert enter(client, code) == 422


def test_tries_are_counted_and_run_out(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    code = code_for(world, client)
    for number in range(1, TRIES + 1):
        answer = client.post("/inloggen/email/code", data={"code": wrong(code)})
        assert answer.status_code == 422
        assert "Deze code klopt niet, of werkt niet meer." in answer.text
        assert world.rows(EmailCode)[0]["tries"] == number
    assert enter(client, code) == 422
    assert world.rows(LoginSession) == []
    first, second = code_for(world, client), code_for(world, client)
    assert enter(client, first) == 422, "only the last one works"
    assert enter(client, second) == 303


def test_many_tries_at_once_are_no_more_tries(postgres_world: World, client_for: ClientFor) -> None:
    client = client_for(postgres_world)
    code = code_for(postgres_world, client)
    browser = client.cookies["wijkstem-browser"]

    def guess(number: int) -> object:
        command = EnterEmailCode(f"{(int(code) + number) % 1_000_000:06d}", browser)
        return postgres_world.execute(command, ANYONE)

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(guess, range(1, 40)))
    assert postgres_world.rows(EmailCode)[0]["tries"] == TRIES
    assert guess(0) is None


def test_code_is_soon_too_old(sqlite_world: World, client: TestClient) -> None:
    code = code_for(sqlite_world, client)
    sqlite_world.clock.at += timedelta(minutes=10)
    assert enter(client, code) == 422


def test_letter_that_comes_too_late_is_not_sent(sqlite_world: World, client: TestClient) -> None:
    ask(client)
    sqlite_world.clock.at += timedelta(minutes=11)
    assert post(sqlite_world) == []
    assert sqlite_world.rows(Delivery) == []


def test_answer_is_the_same_for_who_is_known_and_who_is_not(
    sqlite_world: World, client_for: ClientFor
) -> None:
    known, unknown = client_for(sqlite_world), client_for(sqlite_world)
    enter(known, code_for(sqlite_world, known))
    known.post("/uitloggen")
    known.get("/")  # what it said about that is read
    answers = []
    for client, address in ((known, MAIL), (unknown, "nobody@example.test")):
        sent = client.post("/inloggen/email", data={"adres": address})
        code = client.post("/inloggen/email/code", data={"code": "000000"})
        answers.append((sent.status_code, sent.headers["location"], code.status_code, code.text))
    assert answers[0] == answers[1]
    assert {to for to, _ in post(sqlite_world)} == {MAIL, "nobody@example.test"}


def test_no_more_than_a_few_codes_an_hour_go_to_one_address(
    sqlite_world: World, client: TestClient
) -> None:
    gone = []
    for _ in range(CODES_AN_HOUR + 3):
        ask(client)
        gone += post(sqlite_world)
    assert len(gone) == CODES_AN_HOUR
    assert len({code for _, code in gone}) == CODES_AN_HOUR
    ask(client, "other@example.test")
    assert len(post(sqlite_world)) == 1
    sqlite_world.clock.at += timedelta(hours=1)
    ask(client)
    assert len(post(sqlite_world)) == 1


@pytest.mark.parametrize(
    "address",
    ["", "anna", "anna@", "@example.test", "anna@example", "a b@example.test", "a@b@c.test",
     "anna@example.test\nBcc: x@y.test", "<a@example.test>", "a" * 250 + "@example.test"],
)  # fmt: skip
def test_what_is_no_address(sqlite_world: World, client: TestClient, address: str) -> None:
    answer = client.post("/inloggen/email", data={"adres": address})
    assert answer.status_code == 422
    assert "Vul uw e-mailadres in" in answer.text
    assert sqlite_world.rows(EmailCode) == []


def test_code_stands_nowhere(sqlite_world: World, client: TestClient) -> None:
    code = code_for(sqlite_world, client)
    assert traces(sqlite_world, code) == []
    assert traces(sqlite_world, client.cookies["wijkstem-browser"]) == []


def test_code_outlives_a_change_of_key(sqlite_world: World, client_for: ClientFor) -> None:
    client = client_for(sqlite_world)
    code = code_for(sqlite_world, client)
    later = client_for(rotated(sqlite_world))
    later.cookies = client.cookies
    assert enter(later, code) == 303
    later.post("/uitloggen")
    assert enter(later, code_for(rotated(sqlite_world), later)) == 303
    assert len(sqlite_world.rows(Person)) == 1


def test_municipality_that_does_not_allow_it(world: World, client_for: ClientFor) -> None:
    client = client_for(world, where="buurdorp")
    assert "per e-mail" not in client.get("/inloggen").text
    for path in ("/inloggen/email", "/inloggen/email/code"):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"adres": MAIL, "code": "1"}).status_code == 404


# --- what a mailbox gives


def in_by_email(world: World, client: TestClient, address: str = MAIL) -> Actor:
    assert enter(client, code_for(world, client, address)) == 303
    [session] = [row for row in world.rows(LoginSession) if not row["strong"]]
    return Actor(session["person_id"], frozenset({Role.RESIDENT}), strong=False)


def test_mailbox_signs_and_files_nothing(world: World, client_for: ClientFor) -> None:
    plan = world.open()
    client = client_for(world)
    anna = in_by_email(world, client)
    assert refusal(world, Sign(plan), anna) == "stronger_login_needed"
    page = client.get("/initiatieven/nieuw/voorstel").headers["location"]
    assert client.get(page).status_code == 200
    for path in (page, "/initiatieven/nieuw/voorstel"):
        assert client.post(path, data={"title": "Een bankje erbij"}).status_code == 403


def linked(world: World, client: TestClient, address: str = MAIL) -> UUID:
    """Somebody who logged in and added an address."""
    person = log_in(client, world, "anna")
    client.post("/inloggen/email", data={"adres": address, "terug": "/mijn"})
    [(_, code)] = post(world)
    answer = client.post("/inloggen/email/code", data={"code": code})
    assert answer.headers["location"] == "/mijn"
    assert "Uw e-mailadres is bevestigd." in client.get("/mijn").text
    return person


def test_two_ways_in_are_one_person(world: World, client_for: ClientFor) -> None:
    desk, phone = client_for(world), client_for(world)
    person = linked(world, desk, "anna@home.test")
    in_by_email(world, phone, "anna@home.test")
    assert {row["person_id"] for row in world.rows(LoginSession)} == {person}
    assert len(world.rows(Person)) == 1
    text = phone.get("/mijn").text
    assert "17 mei 1980" not in text, "a mailbox does not show what only they may know"
    assert "17 mei 1980" in desk.get("/mijn").text
    assert {row["kind"] for row in world.rows(WayIn)} == {WayKind.LOGIN, WayKind.EMAIL}


def test_account_of_a_mailbox_becomes_part_of_the_persons(
    world: World, client_for: ClientFor
) -> None:
    phone, desk = client_for(world), client_for(world)
    mailbox = in_by_email(world, phone)
    person = linked(world, desk)
    assert mailbox.person_id != person
    assert [row["id"] for row in world.rows(Person)] == [person]
    assert phone.get("/mijn").status_code == 303, "that session was of an account that is gone"
    in_by_email(world, phone)
    assert {row["person_id"] for row in world.rows(LoginSession)} == {person}


def test_mailbox_goes_to_who_reads_it_now(world: World, client_for: ClientFor) -> None:
    one, two = client_for(world), client_for(world)
    linked(world, one)
    bob = log_in(two, world, "bob")
    two.post("/inloggen/email", data={"adres": MAIL})
    [(_, code)] = post(world)
    assert enter(two, code) == 303
    assert {row["email"] for row in world.rows(Person)} == {None, MAIL}
    assert {r["person_id"] for r in world.rows(WayIn, kind=WayKind.EMAIL)} == {bob}


def test_code_to_add_an_address_is_for_who_asked(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    client.post("/inloggen/email", data={"adres": MAIL})
    [(_, code)] = post(world)
    log_in(client, world, "bob")
    assert enter(client, code) == 422
    assert world.rows(WayIn, kind=WayKind.EMAIL) == []


def test_mailbox_gives_no_office(world: World, client_for: ClientFor) -> None:
    desk, phone = client_for(world), client_for(world)
    log_in(desk, world, "anna", Role.OFFICIAL)
    desk.post("/inloggen/email", data={"adres": MAIL})
    [(_, code)] = post(world)
    assert enter(desk, code) == 303
    assert desk.get("/moderatie").status_code == 200
    in_by_email(world, phone)
    assert phone.get("/moderatie").status_code == 403


def test_mailbox_sees_and_changes_nothing_of_the_persons_plans(
    world: World, client_for: ClientFor
) -> None:
    desk, phone = client_for(world), client_for(world)
    person = linked(world, desk)
    anna = Actor(person, frozenset({Role.RESIDENT}))
    waiting, plan = world.submit(anna).number, world.open(anna)
    world.execute(Sign(plan), anna)
    number = next(row["number"] for row in world.rows(Initiative, id=plan))
    in_by_email(world, phone)
    assert desk.get(f"/initiatieven/{waiting}/wijzigen").status_code == 200
    assert phone.get(f"/initiatieven/{waiting}/wijzigen").status_code == 404
    assert phone.get(f"/initiatieven/{number}/intrekken").status_code == 403
    assert phone.post(f"/initiatieven/{number}/steun-intrekken").status_code == 403
    address = desk.get(f"/initiatieven/{number}").headers["location"]
    assert "steun-intrekken" in desk.get(address).text
    assert "steun-intrekken" not in phone.get(address).text


def test_mailbox_erases_its_own_account_and_nobody_elses(
    world: World, client_for: ClientFor
) -> None:
    phone, desk = client_for(world), client_for(world)
    mailbox = in_by_email(world, phone)
    assert phone.post("/mijn/wissen", data={"zeker": "ja"}).headers["location"] == "/"
    assert world.rows(Person) == []
    assert traces(world, MAIL) == []
    assert refusal(world, ErasePerson(mailbox.person_id), mailbox) == "unknown_person"  # type: ignore[arg-type]
    linked(world, desk)
    in_by_email(world, phone)
    assert phone.post("/mijn/wissen", data={"zeker": "ja"}).status_code == 403
    assert desk.post("/mijn/wissen", data={"zeker": "ja"}).status_code == 303
    assert traces(world, MAIL) == []


def test_login_keeps_a_confirmed_address(world: World, client_for: ClientFor) -> None:
    linked(world, client_for(world), "anna@home.test")
    identity = Identity("test:anna", "anna", email="anna@work.test")
    world.execute(LogIn(identity))
    assert [row["email"] for row in world.rows(Person)] == ["anna@home.test"]


def test_cookie_of_the_browser_on_https(sqlite_world: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(sqlite_world, https=True), scheme="https")
    answer = client.post("/inloggen/email", data={"adres": MAIL})
    assert answer.headers["set-cookie"].startswith("__Host-wijkstem-browser=")
    assert "Secure" in answer.headers["set-cookie"]


def test_codes_that_are_asked_for_at_the_same_moment_are_counted_too(postgres_world: World) -> None:
    """Each would else count before the others are there, and all of them would go out."""
    together = Barrier(8)

    def ask_one(number: int) -> None:
        together.wait(20)
        postgres_world.execute(AskEmailCode(MAIL, "/mijn", "nl", f"{number:043d}"), ANYONE)

    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            list(pool.map(ask_one, range(8)))
    assert len(postgres_world.rows(EmailCode)) == CODES_AN_HOUR
    assert len(postgres_world.rows(Delivery)) == CODES_AN_HOUR
