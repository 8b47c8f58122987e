"""The messages on somebody's own page: theirs alone, counted while unread, in the language of the page."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from tests.commands.test_messages import keeping
from tests.eventlog.consumers import unguarded
from tests.support.statements import statements
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from tests.web.test_by_email import in_by_email, linked
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.messages import ForgetMessages
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.tables.messages import InboxMessage
from wijkstem.web import arrival, work
from wijkstem.words import Role

REASONS = "Het plein is te klein voor bomen."


def refused(world: World) -> Actor:
    """A submitter whose plan was refused: two messages."""
    submitter = world.person("submitter")
    plan = world.submit(submitter).initiative_id
    world.execute(TakeStep(plan, 1, "refuse", "complaint", REASONS), world.official)
    world.settle()
    return submitter


def positions(world: World) -> list[int]:
    return [row["position"] for row in world.rows(InboxMessage)]


def test_submitter_reads_what_was_decided(world: World, client_for: ClientFor) -> None:
    refused(world)
    client = client_for(world)
    log_in(client, world, "submitter")
    assert '<span class="ws-count">2</span>' in client.get("/").text
    page = client.get("/mijn/berichten").text
    assert page.index("Niet toegelaten:") < page.index("Wij hebben uw plan ontvangen")
    latest = positions(world)[-1]
    letter = client.get(f"/mijn/berichten/{latest}").text
    assert REASONS in letter
    assert "Beste submitter," in letter
    assert 'href="/initiatieven/2026-0001-' in letter
    assert '<span class="ws-count">1</span>' in letter, "it is read by being opened"
    english = client.get(f"/mijn/berichten/{latest}?taal=en").text
    assert "Dear submitter," in english


def test_message_can_be_kept_as_new_and_all_be_read(
    sqlite_world: World, client: TestClient
) -> None:
    refused(sqlite_world)
    log_in(client, sqlite_world, "submitter")
    first, latest = positions(sqlite_world)
    client.get(f"/mijn/berichten/{latest}")
    assert client.post(f"/mijn/berichten/{latest}/ongelezen").status_code == 303
    assert "2 berichten hebt u nog niet gelezen." in client.get("/mijn/berichten").text
    client.post("/mijn/berichten/gelezen", data={"tot": str(first)})
    assert "1 bericht hebt u nog niet gelezen." in client.get("/mijn/berichten").text
    client.post("/mijn/berichten/gelezen", data={"tot": str(latest)})
    page = client.get("/mijn/berichten").text
    assert "nog niet gelezen" not in page
    assert "ws-count" not in page


def test_message_that_comes_while_the_page_is_made_is_counted_where_it_is_listed(
    sqlite_world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitter = sqlite_world.person("submitter")
    log_in(client, sqlite_world, "submitter")

    async def told_just_after(*asked: Any) -> Any:
        found = await work.gathered(*asked)
        sqlite_world.settle()
        return found

    monkeypatch.setattr(arrival, "gathered", told_just_after)
    for unread in (1, 2):
        sqlite_world.submit(submitter)
        page = client.get("/mijn/berichten").text
        assert page.count(">Nieuw<") == unread
        assert f'<span class="ws-count">{unread}</span>' in page
        assert f"{unread} bericht{'en' * (unread > 1)} hebt u nog niet gelezen." in page
    sqlite_world.submit(submitter)
    letter = client.get(f"/mijn/berichten/{positions(sqlite_world)[0]}").text
    assert '<span class="ws-count">2</span>' in letter


def test_messages_are_nobody_elses(world: World, client_for: ClientFor) -> None:
    refused(world)
    client = client_for(world)
    log_in(client, world, "anna")
    latest = positions(world)[-1]
    assert client.get(f"/mijn/berichten/{latest}").status_code == 404
    assert client.post(f"/mijn/berichten/{latest}/ongelezen").status_code == 404
    client.post("/mijn/berichten/gelezen", data={"tot": str(latest)})
    assert {row["read_at"] for row in world.rows(InboxMessage)} == {None}
    assert "U hebt nog geen berichten." in client.get("/mijn/berichten").text


def test_who_is_not_logged_in_is_asked_to(client: TestClient) -> None:
    for path in ("/mijn/berichten", "/mijn/berichten/1"):
        assert client.get(path).headers["location"].startswith("/inloggen")


def test_mailbox_alone_shows_what_is_followed_and_no_more(
    world: World, client_for: ClientFor
) -> None:
    desk, phone = client_for(world), client_for(world)
    anna = Actor(linked(world, desk), frozenset({Role.RESIDENT}))
    in_by_email(world, phone)
    signed, followed = (world.open(world.person(name)) for name in ("one", "two"))
    world.execute(Sign(signed), anna)
    world.execute(Follow(followed), anna)
    for plan, name in ((signed, "one"), (followed, "two")):
        world.execute(TakeStep(plan, 2, "withdraw"), world.person(name))
    world.settle()

    pages = [client.get("/mijn/berichten").text for client in (desk, phone)]
    assert ["(2026-0001)" in page for page in pages] == [True, False]
    assert ["(2026-0002)" in page for page in pages] == [True, True]
    assert ['"ws-count">2<' in pages[0], '"ws-count">1<' in pages[1]] == [True, True]
    hidden = next(
        r["position"]
        for r in world.rows(InboxMessage, initiative_id=signed, person_id=anna.person_id)
    )
    assert phone.get(f"/mijn/berichten/{hidden}").status_code == 404


def test_a_long_list_takes_as_many_statements_as_a_short_one(
    sqlite_world: World, client: TestClient
) -> None:
    submitter = sqlite_world.person("submitter")
    log_in(client, sqlite_world, "submitter")
    counts = []
    for _ in range(2):
        for n in range(4):
            sqlite_world.submit(submitter, title=f"Een bank in het park, nummer {n}")
        sqlite_world.settle()
        with statements(sqlite_world.services.engine) as counted:
            assert client.get("/mijn/berichten").status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_messages_are_counted_from_an_index_that_holds_the_unread_only(
    sqlite_world: World,
) -> None:
    asked = (
        "EXPLAIN QUERY PLAN SELECT count(*) FROM inbox_message"
        " WHERE municipality_id = 'a' AND person_id = 'b' AND read_at IS NULL"
    )
    with unguarded(sqlite_world) as connection:
        [step] = connection.execute(text(asked)).all()
    assert "ix_inbox_message_unread" in step.detail


def test_messages_are_kept_as_long_as_the_rules_say(world: World) -> None:
    submitter = world.person("submitter")
    world.submit(submitter)
    world.settle()
    world.pass_days(20)
    world.submit(submitter)
    world.settle()
    assert world.execute(ForgetMessages()) == 0, "no rule, nothing goes"
    here = keeping(world, 20)
    assert here.execute(ForgetMessages()) == 1
    assert here.execute(ForgetMessages()) == 0
    assert len(world.rows(InboxMessage)) == 1
    world.clock.at += timedelta(days=20)
    assert [here.execute(ForgetMessages(most=1)) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("path", ["/mijn/berichten/0", "/mijn/berichten/999999999"])
def test_message_that_is_not_there(sqlite_world: World, client: TestClient, path: str) -> None:
    log_in(client, sqlite_world, "anna")
    assert client.get(path).status_code == 404
