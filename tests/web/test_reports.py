"""Reports and appeals as people meet them: a form, a case for officials, what is hidden, and asking to look again."""

from html import unescape
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.commands.test_edits import edited, parked
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.reports import DecideCase, MakeReport
from wijkstem.domain.people import ANYONE
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Decision, Report
from wijkstem.words import CaseKind, Role

PLAN = "/initiatieven/2026-0001"
TITLE, TEXT = "Meer bomen in de straat", "Plant tien bomen in de straat."
WORDS = "Hier staat het telefoonnummer van mijn buurman in."
REASONS = "In de tekst staat het telefoonnummer van iemand die dat niet wil."
REPORT = {"reason": "personal_data", "words": WORDS}


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def the_case(world: World, kind: CaseKind = CaseKind.REPORT) -> str:
    [case] = [one for one in world.rows(Case, kind=kind) if one["closed_at"] is None]
    return f"/moderatie/zaak/{case['id']}"


def hide(world: World) -> UUID:
    """Open a plan, report it and hide it."""
    plan = world.open()
    world.execute(MakeReport(plan, "insult", WORDS), ANYONE)
    case = UUID(the_case(world).rpartition("/")[2])
    world.execute(DecideCase(case, "hidden", REASONS, "personal_data"), world.official)
    world.settle()
    hidden: UUID = world.rows(Initiative)[0]["hiding_id"]
    return hidden


def test_anybody_can_report_and_read_what_became_of_it(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    assert f"{PLAN}/melden" in text(client, f"{PLAN}-meer-bomen-in-de-straat")
    assert WORDS not in text(client, f"{PLAN}/melden")
    sent = client.post(f"{PLAN}/melden", data=REPORT)
    address = sent.headers["location"]
    assert sent.status_code == 303
    assert "Wij weten niet wie u bent" in text(client, address)
    case = UUID(the_case(sqlite_world).rpartition("/")[2])
    sqlite_world.execute(DecideCase(case, "left", REASONS), sqlite_world.official)
    page = text(client, address)
    assert "De gemeente laat het staan" in page
    assert REASONS in page
    text(client, "/melding/verzonnen", 404)


def test_a_report_that_is_not_right_comes_back_as_it_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    answer = client.post(f"{PLAN}/melden", data={"words": WORDS})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Kies waarom u dit meldt." in page
    assert WORDS in page
    assert sqlite_world.rows(Report) == []


def test_a_report_of_what_was_hidden_meanwhile(client: TestClient, sqlite_world: World) -> None:
    hide(sqlite_world)
    answer = client.post(f"{PLAN}/melden", data=REPORT)
    assert answer.status_code == 409
    assert "De gemeente heeft dit al verborgen" in unescape(answer.text)


def test_hidden_nobody_reads_a_word_of_it(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    pages = (
        "/",
        "/initiatieven",
        "/initiatieven/feed",
        "/initiatieven/kaart",
        "/initiatieven?zoek=bomen",
    )
    address = f"{PLAN}-meer-bomen-in-de-straat"
    before = [one for one in (*pages, address) if TITLE in text(client, one)]
    assert {"/initiatieven", "/initiatieven/feed", address} <= set(before)
    plan = sqlite_world.rows(Initiative)[0]["id"]
    sqlite_world.execute(MakeReport(plan, "insult", WORDS), ANYONE)
    case = UUID(the_case(sqlite_world).rpartition("/")[2])
    decide = DecideCase(case, "hidden", REASONS, "personal_data")
    sqlite_world.execute(decide, sqlite_world.official)
    # The page itself at once; the lists as soon as they have followed.
    page = text(client, address)
    assert "De gemeente heeft dit plan verborgen" in page
    assert "Er staan gegevens van iemand in" in page
    assert "noindex" in page
    for word in (TITLE, TEXT):
        assert word not in page
    sqlite_world.settle()
    for one in pages:
        assert TITLE not in text(client, one)
    log_in(client, sqlite_world, "anna")
    assert TITLE not in text(client, address)
    assert client.post(f"{PLAN}/steunen").status_code == 404


def test_its_submitter_reads_it_and_can_ask_again(client: TestClient, sqlite_world: World) -> None:
    decision = hide(sqlite_world)
    log_in(client, sqlite_world, "submitter")
    page = text(client, f"{PLAN}-meer-bomen-in-de-straat")
    ask = f"/besluit/{decision}/herziening"
    for said in (TEXT, "De gemeente heeft dit plan verborgen", ask):
        assert said in page
    assert REASONS in text(client, ask)
    short = client.post(ask, data={"words": "Nee."})
    assert short.status_code == 422
    assert client.post(ask, data={"words": WORDS}).status_code == 303
    again = client.post(ask, data={"words": f"{WORDS} Nog eens."})
    assert again.status_code == 409
    assert "Nog eens." in unescape(again.text)
    assert ask not in text(client, f"{PLAN}-meer-bomen-in-de-straat")
    log_in(client, sqlite_world, "anna")
    text(client, ask, 404)


def test_an_official_hides_and_shows_again(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    client.post(f"{PLAN}/melden", data=REPORT)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    case = the_case(sqlite_world)
    page = text(client, case)
    for said in (WORDS, TEXT, "Niet ingelogd", "[Schrijf hier wat u besluit en waarom.]"):
        assert said in page
    untouched = "Wij hebben dit bekeken. [Schrijf hier wat u besluit en waarom.]"
    form = {"verdict": "hidden", "ground": "personal_data"}
    refused = client.post(case, data={**form, "reasons": untouched})
    assert refused.status_code == 422
    assert "Vul zelf in wat tussen de vierkante haken staat" in unescape(refused.text)
    assert client.post(case, data={**form, "reasons": REASONS}).status_code == 303
    [decision] = sqlite_world.rows(Decision)
    late = client.post(case, data={"verdict": "left", "reasons": f"{REASONS} Te laat."})
    page = unescape(late.text)
    assert late.status_code == 409
    assert "Te laat." in page
    assert "Eerst: te zien. Daarna: verborgen." in page
    shown = client.post(case, data={"terug": str(decision["id"]), "reasons": REASONS})
    assert shown.status_code == 303
    assert [row["public"] for row in sqlite_world.rows(Initiative)] == [True]


def test_who_refused_it_cannot_decide_on_the_appeal(
    client: TestClient, sqlite_world: World
) -> None:
    plan = sqlite_world.submit().initiative_id
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    who = sqlite_world.official
    refuse = TakeStep(plan, 1, "refuse", "complaint", "Dit is een klacht over de gemeente.")
    sqlite_world.execute(refuse, who)
    [decision] = sqlite_world.rows(Decision)
    log_in(client, sqlite_world, "submitter")
    client.post(f"/besluit/{decision['id']}/herziening", data={"words": WORDS})
    case = the_case(sqlite_world, CaseKind.APPEAL)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "U nam dit besluit zelf." in text(client, case)
    form = {"verdict": "reversed", "reasons": REASONS}
    answer = client.post(case, data=form)
    assert answer.status_code == 422
    assert "U nam dit besluit zelf." in unescape(answer.text)
    log_in(client, sqlite_world, "another", Role.OFFICIAL)
    page = text(client, case)
    for said in (WORDS, "Dit is een klacht over de gemeente.", "Draai het besluit terug"):
        assert said in page
    assert client.post(case, data=form).status_code == 303
    assert [row["step"] for row in sqlite_world.rows(Initiative)] == ["triage"]


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CLERK, Role.ADMINISTRATOR])
def test_cases_are_for_officials(client: TestClient, sqlite_world: World, role: Role) -> None:
    sqlite_world.open()
    client.post(f"{PLAN}/melden", data=REPORT)
    log_in(client, sqlite_world, role.value, role)
    text(client, the_case(sqlite_world), 403)


def test_what_changed_and_what_did_not_arrive_can_be_read(
    client: TestClient, sqlite_world: World
) -> None:
    edited(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = text(client, the_case(sqlite_world, CaseKind.EDIT))
    for said in ("Plant tien bomen in de straat.", "Plant bomen, bel mij op 06 12345678."):
        assert said in page
    assert "06 12345678" in text(client, the_case(sqlite_world, CaseKind.PERSONAL_DATA))


def test_a_message_that_did_not_arrive_says_whom_and_what(
    client: TestClient, sqlite_world: World
) -> None:
    parked(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = text(client, the_case(sqlite_world, CaseKind.UNDELIVERED))
    for said in ("submitter@example.test", "Dat het plan binnen is", "no such mailbox"):
        assert said in page
