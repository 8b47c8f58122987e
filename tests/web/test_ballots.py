"""The polling booth over HTTP: filling in, sending, changing, and what it leaves behind."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import insert, select
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from tests.support.booth import APPROVAL, Vote, a_vote, letters
from tests.support.statements import statements
from tests.support.web import ClientFor, clients, log_in, with_settings
from tests.support.world import HERE, World
from wijkstem.domain.rolls import person_tag
from wijkstem.domain.rounds import BallotRules
from wijkstem.domain.voting_codes import checked, grouped
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import KeptForm, LoginSession, WayIn
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rolls import RollEntry
from wijkstem.words.rounds import BallotType

DOOR, PAPER = "/wijkbudget/2026-1/stemmen", "/wijkbudget/2026-1/stembiljet/1"
KNAPSACK = BallotRules(BallotType.APPROVAL, 1, None, spending_limit=60_000)


@pytest.fixture
def open_client() -> Iterator[Any]:
    with clients() as opened:
        yield opened


@pytest.fixture
def vote(sqlite_world: World) -> Vote:
    return a_vote(sqlite_world)


@pytest.fixture
def client(vote: Vote, open_client: Any) -> TestClient:
    found: TestClient = open_client(vote.world)
    return found


def shown(client: TestClient, path: str = PAPER) -> list[int]:
    """The plans on the page, in its order."""
    return [int(n) for n in re.findall(r'id="plan-(\d+)"', client.get(path).text)]


def fill(
    client: TestClient, do: str = "bereken", path: str = PAPER, **fields: str
) -> httpx2.Response:
    """Press a button of the ballot as a browser would: every plan that is shown is in the form."""
    getoond = re.search(r'name="getoond" value="([^"]*)"', client.get(path).text)
    assert getoond
    values = {name.replace("_", "-"): text for name, text in fields.items()}
    return client.post(path, data={**values, "getoond": getoond[1], "doe": do})


def come_in(client: TestClient, code: str) -> httpx2.Response:
    return client.post(DOOR, data={"code": code})


def send(client: TestClient, path: str = PAPER, **values: str) -> httpx2.Response:
    summary = client.get(f"{path}/controleren").text
    nonce = re.search(r'name="nonce" value="([^"]*)"', summary)
    assert nonce
    return client.post(f"{path}/controleren", data={"nonce": nonce[1], **values})


def box(vote: Vote) -> list[str]:
    return sorted(row["picks"] for row in vote.world.rows(Ballot))


def marked(vote: Vote) -> int:
    return sum(row["marked_on"] is not None for row in vote.world.rows(RollEntry))


def test_voting_by_code_from_the_letter_to_the_receipt(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    assert come_in(client, grouped(code).lower()).headers["location"] == PAPER
    assert (
        fill(client, "verder", plan_1="1", plan_3="1").headers["location"] == f"{PAPER}/controleren"
    )
    assert marked(vote) == 0, "filling in marks nothing"
    summary = client.get(f"{PAPER}/controleren").text
    assert "Een bankje bij de vijver" in summary
    assert "€\u00a040.000" in summary
    done = send(client)

    assert done.headers["location"] == f"{PAPER}/verstuurd"
    assert (box(vote), marked(vote)) == (['{"1":1,"3":1}'], 1)
    receipt = client.get(f"{PAPER}/verstuurd").text
    assert re.search(r'id="ontvangstcode">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}<', receipt)
    assert code not in receipt
    assert "/meedoen/" not in receipt.partition("<main")[2].partition("</main")[0]


def test_code_may_come_last(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    fill(client, "verder", plan_2="1")
    assert send(client, code="x" * 15).status_code == 422
    assert send(client, code=code).headers["location"] == f"{PAPER}/verstuurd"
    assert box(vote) == ['{"2":1}']


def test_who_logs_in_votes_once_and_can_change_it_with_what_their_device_was_given(
    vote: Vote, client: TestClient, open_client: Any
) -> None:
    fill(client, "verder", plan_2="1")  # started before logging in
    log_in(client, vote.world, "anna")
    on_the_roll(vote, "anna")
    assert send(client).headers["location"] == f"{PAPER}/verstuurd"
    told = re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}", client.get(f"{PAPER}/verstuurd").text)

    other = open_client(vote.world)
    log_in(other, vote.world, "anna")
    fill(other, "verder", plan_1="1")
    refused = send(other)
    assert refused.status_code == 422
    assert "U hebt al gestemd" in refused.text
    assert send(other, code=told[0]).headers["location"] == f"{PAPER}/verstuurd"

    assert [row["version"] for row in vote.world.rows(Ballot)] == [1, 2]
    assert marked(vote) == 1


def test_who_voted_by_letter_can_change_it_while_logged_in(
    vote: Vote, client: TestClient, open_client: Any
) -> None:
    [code] = letters(vote, 1)
    come_in(client, code)
    fill(client, "verder", plan_1="1")
    send(client)

    other = open_client(vote.world)
    log_in(other, vote.world, "anna")
    other.post(DOOR, data={"manier": "login"})
    fill(other, "verder", plan_2="1")
    assert "(verplicht)" not in other.get(f"{PAPER}/controleren").text
    assert send(other, code=grouped(code)).headers["location"] == f"{PAPER}/verstuurd"
    assert [(row["picks"], row["version"]) for row in vote.world.rows(Ballot)] == [
        ('{"1":1}', 1),
        ('{"2":1}', 2),
    ]
    assert "Uw stemcode</h2>" not in other.get(f"{PAPER}/verstuurd").text, (
        "a letter's stays nowhere"
    )


@pytest.mark.parametrize("began", ["at the door", "on another ballot"])
def test_who_logs_in_gets_the_ballot_that_the_roll_says(
    sqlite_world: World, open_client: Any, began: str
) -> None:
    vote = a_vote(sqlite_world, areas=2)
    client, south = open_client(vote.world), PAPER[:-1] + "2"
    if began != "at the door":
        fill(client, "verder", plan_1="1")
    log_in(client, vote.world, "anna")
    on_the_roll(vote, "anna", area=2)
    if began == "at the door":
        assert client.post(DOOR, data={"manier": "login"}).headers["location"] == south
    else:
        assert client.get(f"{PAPER}/controleren").headers["location"] == south
        assert "U stemt in dit gebied" in client.get(south).text
    assert marked(vote) == 0, "looking marks nothing"
    fill(client, "verder", south, plan_5="1")
    assert send(client, south).headers["location"] == f"{south}/verstuurd"
    assert box(vote) == ['{"5":1}']


def on_the_roll(vote: Vote, name: str, *, area: int = 1) -> None:
    """Put somebody who has an account on the roll, as the municipality's list would."""
    way = table_of(WayIn)
    actor = vote.world.person(name)
    keys = vote.world.services.tag_keys
    with vote.world.services.connection(HERE) as connection:
        found = select(way.c.tag).where(
            way.c.municipality_id == HERE, way.c.person_id == actor.person_id
        )
        identity = connection.execute(found).scalar_one()
        row = {
            "municipality_id": HERE,
            "id": new_id(),
            "round_id": vote.round_id,
            "area_id": vote.areas[area - 1],
            "person_tag": person_tag(keys, keys.current, HERE, vote.round_id, identity),
            "tag_key": keys.current,
            "reissued": 0,
        }
        connection.execute(insert(table_of(RollEntry)).values(row))


def test_change_until_the_close_and_the_last_counts(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    for plan in ("plan_1", "plan_4"):
        come_in(client, code)
        assert not re.search(r"checked", client.get(PAPER).text), (
            "an earlier choice is shown to nobody"
        )
        fill(client, "verder", **{plan: "1"})
        send(client)
    assert "U hebt uw stem gewijzigd" in client.get(f"{PAPER}/verstuurd").text
    assert [(row["picks"], row["version"]) for row in vote.world.rows(Ballot)] == [
        ('{"1":1}', 1),
        ('{"4":1}', 2),
    ]


def test_form_that_is_sent_twice_is_one_ballot(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    come_in(client, code)
    fill(client, "verder", plan_1="1")
    before = dict(client.cookies)
    nonce = {"nonce": "ab" * 16}
    first = client.post(f"{PAPER}/controleren", data=nonce)
    for name, value in before.items():
        client.cookies.set(name, value, domain=f"{HERE}.localhost")
    again = client.post(f"{PAPER}/controleren", data=nonce)
    assert first.headers["location"] == again.headers["location"] == f"{PAPER}/verstuurd"
    assert len(box(vote)) == 1


@pytest.mark.parametrize("way", ["letter", "login"])
def test_who_goes_back_after_sending_reads_that_they_voted(
    vote: Vote, client: TestClient, way: str
) -> None:
    [code] = letters(vote, 1)
    if way == "login":
        log_in(client, vote.world, "anna")
        on_the_roll(vote, "anna")
    client.post(DOOR, data={"code": code} if way == "letter" else {"manier": "login"})
    fill(client, "verder", plan_1="1")
    assert "Uw stem ligt in de stembus" not in client.get(PAPER).text
    send(client)

    receipt, back = f"{PAPER}/verstuurd", client.get(f"{PAPER}/controleren")
    other_window = client.post(f"{PAPER}/controleren", data={"nonce": "ab" * 16})
    assert (back.headers["location"], other_window.headers["location"]) == (receipt, receipt)
    for path in (PAPER, DOOR):
        page = client.get(path).text
        assert "Uw stem ligt in de stembus" in page
        assert f'href="{receipt}"' in page
    assert len(box(vote)) == 1

    # And can vote anew.
    client.post(DOOR, data={"code": code} if way == "letter" else {"manier": "login"})
    assert "Uw stem ligt in de stembus" not in client.get(PAPER).text
    fill(client, "verder", plan_2="1")
    send(client)
    assert box(vote) == ['{"1":1}', '{"2":1}']


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul de stemcode uit uw brief in."),
        ("ABC", "Deze stemcode klopt niet."),
        ("00000-00000-00002", "Deze stemcode klopt niet."),
        (grouped(checked("Q" * 14)), "Deze stemcode kennen wij niet."),
    ],
)
def test_code_that_is_none_is_shown_again(client: TestClient, typed: str, said: str) -> None:
    answer = come_in(client, typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text


def test_plans_have_one_order_on_a_device_and_others_on_other_devices(
    vote: Vote, open_client: Any
) -> None:
    orders = set()
    for _ in range(12):
        client = open_client(vote.world)
        first = shown(client)
        assert shown(client) == first
        fill(client, plan_1="1")
        assert shown(client) == first, "a plan that somebody just looked at stays where it was"
        orders.add(tuple(shown(client)))
        assert sorted(first) == [1, 2, 3, 4]
    assert len(orders) > 3


def test_everything_filled_in_stays_whatever_button_is_pressed(
    vote: Vote, client: TestClient
) -> None:
    fill(client, "later-2", plan_1="1")
    fill(client, "naast-3", plan_1="1", plan_4="1")
    fill(client, "toon", plan_1="1", plan_4="1", zoek="moestuin", toon="alles")
    assert shown(client) == [4]
    fill(client, "alles", plan_4="1")
    page = client.get(PAPER).text
    assert sorted(shown(client)) == [1, 2, 3, 4]
    assert page.count(" checked") == 2
    assert page.count('aria-pressed="true"') == 2
    fill(client, "toon", plan_1="1", plan_4="1", toon="later")
    assert shown(client) == [2]


def test_sum_goes_along(sqlite_world: World, open_client: Any) -> None:
    client = open_client(a_vote(sqlite_world, KNAPSACK).world)
    fill(client, plan_2="1", plan_3="1")
    page = client.get(PAPER).text
    assert re.search(r'data-sum="cost">50\.000', page)
    assert re.search(r'data-sum="over" hidden', page)
    fill(client, plan_2="1", plan_3="1", plan_1="1", plan_4="1")
    page = client.get(PAPER).text
    assert re.search(r'data-sum="cost">100\.000', page)
    assert re.search(r'data-sum="over">Dit is te veel', page)
    assert fill(client, "verder", plan_2="1", plan_4="1", plan_1="1").status_code == 422


@pytest.mark.parametrize(
    ("by", "fields", "picks"),
    [
        (APPROVAL, {"plan_1": "1", "plan_2": "1"}, '{"1":1,"2":1}'),
        (BallotRules(BallotType.CHOOSE_ONE, 1, 1), {"een": "3"}, '{"3":1}'),
        (BallotRules(BallotType.POINTS, 1, None, points=10), {"plan_1": "7", "plan_2": "3"}, '{"1":7,"2":3}'),
        (BallotRules(BallotType.SCORES, 1, None, lowest_score=0, highest_score=5), {"plan_4": "5"}, '{"4":5}'),
        (BallotRules(BallotType.RANKING, 1, 3), {"plan_4": "1", "plan_1": "2"}, '{"1":2,"4":1}'),
    ],
)  # fmt: skip
def test_ballot_of_each_type(
    sqlite_world: World,
    open_client: Any,
    by: BallotRules,
    fields: dict[str, str],
    picks: str,
) -> None:
    vote = a_vote(sqlite_world, by)
    client = open_client(vote.world)
    [code] = letters(vote, 1)
    come_in(client, code)
    fill(client, "verder", **fields)
    send(client)
    assert box(vote) == [picks]


def test_what_was_typed_wrong_is_shown_again(sqlite_world: World, open_client: Any) -> None:
    vote = a_vote(sqlite_world, BallotRules(BallotType.POINTS, 1, None, points=10, most_points=6))
    client = open_client(vote.world)
    answer = fill(client, "verder", plan_1="zeven", plan_2="9", plan_3="2")
    assert answer.status_code == 422
    for value in ("zeven", "9", "2"):
        assert f'value="{value}"' in answer.text
    assert 'href="#f-plan-1"' in answer.text
    assert 'value="zeven"' in client.get(PAPER).text


def test_withdrawn_plan_is_told_before_anything_is_marked(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    come_in(client, code)
    fill(client, "verder", plan_1="1", plan_2="1")
    summary = client.get(f"{PAPER}/controleren").text
    vote.withdraw(2)
    nonce = re.search(r'name="nonce" value="([^"]*)"', summary)
    assert nonce
    answer = client.post(f"{PAPER}/controleren", data={"nonce": nonce[1]})
    assert answer.status_code == 422
    assert "Plan 2 doet niet meer mee" in answer.text
    assert (box(vote), marked(vote)) == ([], 0)


def test_close_in_the_middle_is_told_and_nothing_goes_in(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    come_in(client, code)
    fill(client, "verder", plan_1="1")
    client.get(f"{PAPER}/controleren")
    vote.world.clock.at = vote.closes_at
    answer = client.post(f"{PAPER}/controleren", data={"nonce": "ab" * 16})
    assert answer.status_code == 422
    assert "Het stemmen is voorbij" in answer.text
    assert client.get(PAPER).status_code == 200
    assert (box(vote), marked(vote)) == ([], 0)
    vote.world.clock.at = vote.opens_at - timedelta(hours=1)
    assert "U kunt nog niet stemmen" in client.get(PAPER).text


def test_code_of_another_area_leads_to_its_own_ballot(
    sqlite_world: World, open_client: Any
) -> None:
    vote = a_vote(sqlite_world, areas=2)
    client = open_client(vote.world)
    [code] = letters(vote, 1, area=2)
    fill(client, "verder", plan_1="1")
    refused = send(client, code=code)
    assert "voor een ander gebied" in refused.text
    assert marked(vote) == 0
    south = PAPER[:-1] + "2"
    assert come_in(client, code).headers["location"] == south
    assert shown(client, south) != []
    assert "Uw stem is voor een ander gebied" in client.get(PAPER).text
    fill(client, "verder", south, plan_5="1")
    send(client, south)
    assert box(vote) == ['{"5":1}']


def test_round_that_is_open_stands_first(sqlite_world: World, client_for: ClientFor) -> None:
    a_vote(sqlite_world, number="2026-1")
    a_vote(sqlite_world, number="2026-2", began=-timedelta(days=1))
    page = client_for(sqlite_world).get("/wijkbudget").text
    assert re.findall(r'href="/wijkbudget/(2026-\d)"', page) == ["2026-1", "2026-2"]


def test_comparing_takes_two_to_four(vote: Vote, client: TestClient) -> None:
    fill(client, "naast-1")
    assert fill(client, "vergelijk").headers["location"] == PAPER
    fill(client, "naast-3")
    assert fill(client, "vergelijk").headers["location"] == f"{PAPER}/vergelijken"
    page = client.get(f"{PAPER}/vergelijken").text
    assert [title in page for title in ("bankje", "Bloembakken", "fietspad")] == [True, False, True]


def test_everything_can_be_taken_off_the_device(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    come_in(client, code)
    fill(client, plan_1="1")
    client.post("/wijkbudget/2026-1/stembiljet/wissen")
    assert [name for name in client.cookies if name.startswith("stem")] == []


def test_cookie_that_somebody_made_is_a_fresh_ballot(vote: Vote, client: TestClient) -> None:
    for text in ("x", "=" * 50, "gAAAA", "A" * 5000):
        client.cookies.set("stembiljet-2026-1", text, domain=f"{HERE}.localhost")
        assert client.get(PAPER).status_code == 200


@pytest.mark.parametrize("path", ["/wijkbudget/0000-0/stemmen", "/wijkbudget/2026-1/stembiljet/9", "/wijkbudget/%00/stemmen", "/wijkbudget/2026-1/stembiljet/99999999999999999999"])  # fmt: skip
def test_booth_that_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_is_written_down_of_who_votes(vote: Vote, client: TestClient) -> None:
    """No line in the log, no sign of life of a session, no address with a code in it, nothing that a browser keeps."""
    [code] = letters(vote, 1)
    log_in(client, vote.world, "anna")
    vote.world.clock.at += timedelta(days=1)
    before = [row["seen_at"] for row in vote.world.rows(LoginSession)]
    events = len(vote.world.recorded())
    with capture_logs() as lines:
        answers = [
            client.get(DOOR),
            come_in(client, code),
            client.get(PAPER),
            fill(client, "verder", plan_1="1"),
            client.get(f"{PAPER}/controleren"),
            send(client),
            client.get(f"{PAPER}/verstuurd"),
        ]
    assert [answer.status_code for answer in answers] == [200, 303, 200, 303, 200, 303, 200]
    assert lines == []
    assert [row["seen_at"] for row in vote.world.rows(LoginSession)] == before
    assert (len(vote.world.recorded()), vote.world.rows(KeptForm)) == (events, [])
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    [row] = vote.world.rows(Ballot)
    hidden = {code, grouped(code), row["tag"], row["commitment"], row["nonce"]}
    for answer in answers:
        heads = str([pair for pair in answer.headers.multi_items() if pair[0] != "set-cookie"])
        assert [one for one in hidden if one in heads] == []


def test_cookies_hold_nothing_that_can_be_read(vote: Vote, client: TestClient) -> None:
    [code] = letters(vote, 1)
    come_in(client, code)
    set_by = fill(client, plan_1="1").headers["set-cookie"]
    assert code not in str(dict(client.cookies))
    assert "HttpOnly" in set_by
    assert "SameSite=lax" in set_by


def test_form_of_who_is_not_logged_in_is_never_kept_by_us(vote: Vote, client: TestClient) -> None:
    fill(client, "verder", plan_1="1")
    client.post(DOOR, data={"manier": "login"})
    send(client)
    assert vote.world.rows(KeptForm) == []


def test_page_on_secrecy_is_for_everybody(client: TestClient) -> None:
    page = client.get("/wijkbudget/geheim").text
    assert "Wat wij niet kunnen" in page
    assert "journaal" in page


def test_ballot_of_many_plans_asks_no_more_than_one_of_few(
    sqlite_world: World, open_client: Any
) -> None:
    few = a_vote(sqlite_world, costs=(1000,), number="2026-1")
    many = a_vote(sqlite_world, costs=(1000,) * 12, areas=2, number="2026-2")
    client = open_client(few.world)
    asked = []
    for vote in (few, many):
        path = f"/wijkbudget/{vote.number}/stembiljet/1"
        client.get(path)
        with statements(sqlite_world.services.engine) as found:
            client.get(path)
        asked.append(len(found))
    assert asked[0] == asked[1] <= 8


def test_on_https_no_neighbour_can_plant_a_ballot(vote: Vote, open_client: Any) -> None:
    client = open_client(with_settings(vote.world, https=True), scheme="https")
    answer = fill(client, plan_1="1")
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-stembiljet-2026-1=")
    assert "Secure" in said
    assert "Path=/" in said
    assert "Domain" not in said
