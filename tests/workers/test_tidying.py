"""What was kept long enough goes by itself, by the rules of the municipality, in parts, and once."""

import threading
from datetime import timedelta
from typing import Any

from tests.commands.test_initiatives import refusal
from tests.commands.test_on_behalf import resident
from tests.support.web import clients, log_in
from tests.support.world import HERE, World
from wijkstem.commands.deliveries import ClaimDeliveries, CloseDeliveries, ReleaseDeliveries
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.email_codes import AskEmailCode
from wijkstem.commands.logins import KeepForm, StartLogin
from wijkstem.commands.paper import AddPaperLine, OpenPaper
from wijkstem.commands.retention import EraseUnused, LetGo, WarnUnused
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, SYSTEM
from wijkstem.eventlog import log
from wijkstem.events.accounts import AccountClosingNear, PersonErased
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.queries.retention import report
from wijkstem.tables.accounts import EmailCode, KeptForm, LoginAttempt, LoginSession, Person
from wijkstem.tables.drafts import Draft
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.tables.retention import RETAINED, RetentionRun
from wijkstem.words import Because, Keeping, PaperState, Role
from workers.clock import call_regulars
from workers.tidying import tidy


def seen(world: World) -> dict[Keeping, tuple[int, int, int]]:
    """What the report says: over now, over soon, and gone."""
    rules = world.services.rules.of(HERE).municipality
    with world.services.reading(HERE) as connection:
        kinds = report(connection, HERE, rules, world.clock.now())
    return {kind.what: (kind.now, kind.soon, kind.gone) for kind in kinds}


def left(world: World, *tables: Any) -> list[int]:
    return [len(world.rows(table)) for table in tables]


def test_short_lived_things_go_when_they_are_over(world: World) -> None:
    anna = world.person("anna")
    world.execute(AskEmailCode("iemand@example.test", "/mijn", "nl", "browser"), ANYONE)
    world.execute(StartLogin("digid", "/mijn", "browser"))
    world.execute(KeepForm("/mijn/naam", {"naam": "Anna"}, "browser"), anna)
    tables = (LoginSession, EmailCode, LoginAttempt, KeptForm)
    assert tidy(world.services, HERE) == 0
    assert left(world, *tables) == [1, 1, 1, 1]

    world.pass_days(2)
    assert [seen(world)[what][0] for what in (Keeping.SESSION, Keeping.CODE)] == [1, 1]
    assert tidy(world.services, HERE) == 4
    assert left(world, *tables) == [0, 0, 0, 0]
    assert tidy(world.services, HERE) == 0, "the second time there is nothing"
    assert {row["what"]: row["gone"] for row in world.rows(RetentionRun)} == dict.fromkeys(
        (Keeping.SESSION, Keeping.CODE, Keeping.LOGIN_ATTEMPT, Keeping.KEPT_FORM), 1
    )


def test_accounts_that_nobody_uses_go_and_what_they_signed_counts(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    world.execute(Sign(plan), anna)
    world.pass_days(900)
    world.person("bram")
    world.pass_days(59)  # 959 days since Anna came in
    tidy(world.services, HERE)
    world.pass_days(42)
    assert seen(world)[Keeping.ACCOUNT][0] == 2  # the official as well
    tidy(world.services, HERE)

    names = {row["display_name"] for row in world.rows(Person)}
    assert names == {"bram", "submitter"}, "a plan of the submitter's is under way"
    assert {row["person_id"] for row in world.rows(Signature)} == {None}
    assert world.rows(Initiative, id=plan)[0]["valid_for"] == 1
    assert len(world.events(PersonErased)) == 2
    assert seen(world)[Keeping.ACCOUNT] == (0, 0, 2)
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []


def test_who_came_in_meanwhile_stays(world: World) -> None:
    anna = world.person("anna")
    assert anna.person_id is not None
    world.pass_days(959)
    world.execute(WarnUnused(anna.person_id))
    world.pass_days(42)
    world.person("anna")
    assert refusal(world, EraseUnused(anna.person_id), SYSTEM) == "in_use"
    assert refusal(world, EraseUnused(new_id()), SYSTEM) == "in_use"
    assert [row["display_name"] for row in world.rows(Person)] == ["anna"]


def test_drafts_sent_messages_and_lists_go_by_their_rules(world: World) -> None:
    anna, plan = world.person("anna"), world.open()
    world.execute(SaveDraft(new_id(), "voorstel", 0, "p", {"title": "Een begin"}), anna)
    batch = world.execute(OpenPaper(plan), world.official)
    world.execute(AddPaperLine(batch, 1, resident(name="Truus")), world.official)
    world.settle()
    world.execute(ReleaseDeliveries())
    claimed = world.execute(ClaimDeliveries())
    assert claimed != []
    world.execute(CloseDeliveries(sent=tuple(one.id for one in claimed)))

    for days, gone in (
        (29, []),
        (2, [PaperLine]),
        (30, [PaperLine, Delivery]),
        (40, [PaperLine, Delivery, Draft]),
    ):
        world.pass_days(days)
        tidy(world.services, HERE)
        for table in (PaperLine, Delivery, Draft):
            assert (world.rows(table) == []) is (table in gone), (days, table)
    assert world.rows(PaperBatch)[0]["state"] is PaperState.DROPPED


def test_it_goes_in_parts_and_stops_when_asked(world: World) -> None:
    for _ in range(5):
        world.person("anna")
    world.pass_days(2)
    assert world.execute(LetGo(Keeping.SESSION, most=2)) == 2
    assert tidy(world.services, HERE, stopping=lambda: True) == 0
    assert tidy(world.services, HERE, most=2) == 3
    assert world.rows(LoginSession) == []


def test_who_does_not_come_in_is_told_weeks_before_and_once(world: World) -> None:
    """A thousand days, and a letter 42 days before: by the rules of this municipality."""
    anna = world.person("anna")
    assert anna.person_id is not None
    world.settle()
    world.pass_days(958)
    tidy(world.services, HERE)
    assert world.events(AccountClosingNear) == []

    world.pass_days(1)
    tidy(world.services, HERE)
    tidy(world.services, HERE)
    world.settle()
    today = local_date(world.clock.now())
    closes_on = today + timedelta(days=42)
    assert world.events(AccountClosingNear) == [
        AccountClosingNear(person_id=anna.person_id, warned_on=today, closes_on=closes_on)
    ]
    [told] = world.rows(InboxMessage, person_id=anna.person_id)
    assert (told["template"], told["because"]) == ("account_closing_near", Because.ACCOUNT)
    [mail] = world.rows(Delivery, recipient_id=anna.person_id)
    assert mail["template"] == "account_closing_near"

    world.pass_days(41)
    tidy(world.services, HERE)
    assert len(world.rows(Person)) == 1, "the day that was named has not come"
    world.pass_days(1)
    assert tidy(world.services, HERE) == 1
    assert world.rows(Person) == []


def test_account_stays_of_who_comes_in_after_the_letter_and_is_told_again(world: World) -> None:
    anna = world.person("anna")
    assert anna.person_id is not None
    world.pass_days(959)
    tidy(world.services, HERE)
    world.person("anna")
    world.pass_days(959)
    tidy(world.services, HERE)
    world.pass_days(41)
    tidy(world.services, HERE)
    assert len(world.events(AccountClosingNear)) == 2
    assert [row["id"] for row in world.rows(Person)] == [anna.person_id]
    assert refusal(world, EraseUnused(anna.person_id), SYSTEM) == "in_use"


def test_nobody_goes_who_was_not_told(world: World) -> None:
    """Also when nobody tidied for years."""
    anna = world.person("anna")
    assert anna.person_id is not None
    world.pass_days(4000)
    assert refusal(world, EraseUnused(anna.person_id), SYSTEM) == "in_use"
    tidy(world.services, HERE)
    assert len(world.rows(Person)) == 1
    assert seen(world)[Keeping.ACCOUNT] == (0, 0, 0)
    assert refusal(world, WarnUnused(anna.person_id), SYSTEM) == "in_use", "once is enough"
    world.pass_days(42)
    tidy(world.services, HERE)
    assert world.rows(Person) == []


def at_once(world: World) -> list[int]:
    """Four workers tidy at the same moment; how many rows each of them let go."""
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(tidy(world.services, HERE, most=5)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_workers_that_tidy_at_once_count_each_row_once(postgres_world: World) -> None:
    world = postgres_world
    for number in range(40):
        world.person(f"somebody {number}")
    world.pass_days(959)
    assert len(at_once(world)) == 4
    assert len(world.events(AccountClosingNear)) == 40, "each is told once"
    world.pass_days(42)
    at_once(world)
    tidy(world.services, HERE)

    assert left(world, LoginSession, Person) == [0, 0]
    assert len(world.events(PersonErased)) == 40
    gone = {row["what"]: row["gone"] for row in world.rows(RetentionRun)}
    assert gone == {Keeping.ACCOUNT: 40, Keeping.SESSION: 40}


def test_municipality_without_rules_keeps(sqlite_world: World) -> None:
    world = sqlite_world
    world.person("anna", where="buurdorp")
    world.pass_days(4000)
    tidy(world.services, "buurdorp")
    assert len(world.rows(Person, where="buurdorp")) == 1
    assert world.rows(LoginSession, where="buurdorp") == [], "what is good for nothing goes anyhow"


def test_only_the_system_lets_go(sqlite_world: World) -> None:
    who = sqlite_world.person("admin", Role.ADMINISTRATOR)
    assert refusal(sqlite_world, LetGo(Keeping.SESSION), who) == "not_allowed"
    assert who.person_id is not None
    assert refusal(sqlite_world, EraseUnused(who.person_id), who) == "not_allowed"
    assert refusal(sqlite_world, WarnUnused(who.person_id), who) == "not_allowed"


def test_the_clock_calls_every_municipality(sqlite_world: World) -> None:
    call_regulars(sqlite_world.services)
    assert set(sqlite_world.wake.rung) >= {HERE, "buurdorp"}


def test_administrator_sees_what_goes(world: World) -> None:
    with clients() as opened:
        client = opened(world)
        log_in(client, world, "admin", Role.ADMINISTRATOR)
        page = client.get("/beheer/bewaren").text
    assert "1.000 dagen" in page
    assert "made up" in page
    for what in RETAINED:
        assert what in seen(world)
