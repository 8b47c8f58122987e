"""A request for the agenda reaches the council's side: signed, once for each event, in order, and with a receipt."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import yaml
from pydantic import SecretStr, ValidationError
from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.support.ori import FOLDER
from tests.support.world import HERE, World
from tests.web.test_ori import as_json_schema
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.deliveries import ReleaseDeliveries, RetryParked
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.eventlog.follow import follow
from wijkstem.kit.jinja import make_pages
from wijkstem.reactions.handover import handover
from wijkstem.services import Services
from wijkstem.settings import ROOT, AgendaReceiver
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.handover import Handover
from wijkstem.words.handover import HandoverWay
from workers.deliveries import deliver

PAGES = make_pages(ROOT / "templates")
KEY = b"k" * 32
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@dataclass
class Supplier:
    """A receiver as a supplier would write it: checks the signature, and takes each source and id once."""

    address: str
    answer: int = 202
    #: Every request that came, and the events that it took.
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    #: The clock of its machine, to refuse what was signed long ago.
    now: datetime | None = None

    def takes(self, headers: dict[str, str], body: bytes) -> int:
        if not self.signed(headers, body):
            return 401
        if self.answer >= 300:
            return self.answer
        event = json.loads(body)
        if "ce-id" in headers:
            event = {k.removeprefix("ce-"): v for k, v in headers.items() if k.startswith("ce-")}
            event["data"] = json.loads(body)
        if (event["source"], event["id"]) not in {(e["source"], e["id"]) for e in self.taken}:
            self.taken.append(event)
        return self.answer

    def signed(self, headers: dict[str, str], body: bytes) -> bool:
        stamp = headers["webhook-timestamp"]
        if self.now and abs(self.now.timestamp() - int(stamp)) > 300:
            return False
        said = f"{headers['webhook-id']}.{stamp}.".encode() + body
        mark = base64.b64encode(hmac.new(KEY, said, "sha256").digest()).decode()
        return hmac.compare_digest(headers["webhook-signature"], f"v1,{mark}")

    @property
    def types(self) -> list[str]:
        return [one["type"].rpartition(".")[2] for one in self.taken]


@pytest.fixture
def supplier() -> Iterator[Supplier]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            it.came.append((headers, body))
            self.send_response(it.takes(headers, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    it = Supplier(f"http://127.0.0.1:{server.server_port}/agenda")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield it
    server.shutdown()
    server.server_close()
    thread.join()


def receiving(world: World, supplier: Supplier, **values: Any) -> World:
    receiver = AgendaReceiver(address=supplier.address, secret=SecretStr(SECRET), **values)
    settings = world.services.settings.model_copy(update={"agenda_receivers": {HERE: receiver}})
    world.execute(ReleaseDeliveries())
    return replace(world, services=replace(world.services, settings=settings))


def requested(world: World, title: str = "Meer bomen") -> UUID:
    initiative: UUID = world.submit(title=title).initiative_id
    world.execute(TakeStep(initiative, 1, "admit"), world.official)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    return initiative


def place(world: World, initiative: UUID) -> None:
    there = world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=there), world.clerk)
    world.settle()


def send(services: Services) -> None:
    deliver(services, PAGES, HERE)


def hooks(world: World) -> list[dict[str, Any]]:
    return world.rows(Delivery, channel=DeliveryChannel.HOOK)


@pytest.mark.parametrize("structured", [True, False], ids=["structured", "binary"])
def test_the_supplier_gets_what_happened_signed(
    sqlite_world: World, supplier: Supplier, structured: bool
) -> None:
    world = receiving(sqlite_world, supplier, structured=structured)
    supplier.now = world.clock.at
    initiative = requested(world)
    send(world.services)
    place(world, initiative)
    send(world.services)
    assert supplier.types == ["ingediend", "geplaatst"]
    first, second = supplier.taken
    assert first["specversion"] == "1.0"
    assert first["source"] == "urn:nld:gemeentecode:9901:systeem:wijkstem"
    assert (first["subject"], first["sequence"] < second["sequence"]) == ("2026-0001", True)
    assert datetime.fromisoformat(first["time"]) == world.clock.at.astimezone(UTC)
    kind = supplier.came[0][0]["content-type"]
    assert kind.startswith("application/cloudevents+json" if structured else "application/json")
    asked, placed = first["data"]["agendaverzoek"], second["data"]["agendaverzoek"]
    assert (asked["nummer"], asked["gremium"], asked["geldigesteun"]) == (
        "2026-0001", "Gemeenteraad", 3,
    )  # fmt: skip
    assert asked["conceptbesluit"] == "Plant tien bomen in de straat."
    assert (asked["vergadering"], placed["vergadering"]) == (None, "Raad in april")
    assert [row["receipt"] for row in world.rows(Handover, way=HandoverWay.HOOK)] == [
        "HTTP 202"
    ] * 2
    assert all(row["digest"] for row in world.rows(Handover, way=HandoverWay.HOOK))


def test_what_is_changed_on_the_way_is_not_signed(sqlite_world: World, supplier: Supplier) -> None:
    world = receiving(sqlite_world, supplier)
    requested(world)
    send(world.services)
    [(headers, body)] = supplier.came
    assert supplier.takes(headers, body) == 202
    assert supplier.takes(headers, body.replace(b"2026-0001", b"2026-0002")) == 401
    later = {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}
    assert supplier.takes(later, body) == 401


def test_told_twice_is_once(world: World, supplier: Supplier) -> None:
    world = receiving(world, supplier)
    assert world.clerk.person_id
    requested(world)
    desk = world.services.reaction_desk(HERE)
    while follow(handover(world.services.settings), HERE, desk):
        pass
    assert len(hooks(world)) == 1
    assert sorted(row["way"] for row in world.rows(Handover)) == ["hook", "mail"]


def test_without_its_key_a_request_is_handed_over_twice(
    postgres_world: World, supplier: Supplier
) -> None:
    """The consumer folding an event a second time, as after a position that was lost."""
    world = receiving(postgres_world, supplier)
    assert world.clerk.person_id
    requested(world)
    again = world.recorded()

    def fold() -> tuple[int, int]:
        with world.services.unit_of_work(HERE) as uow:
            handover(world.services.settings).fold(uow, again)
        return len(world.rows(Handover)), len(world.rows(Delivery, template="agenda_handover"))

    assert fold() == (2, 2)
    with unguarded(world) as connection:
        constraint = "uq_handover_municipality_id_position_way"
        connection.execute(text(f"ALTER TABLE handover DROP CONSTRAINT {constraint}"))
    assert fold() == (4, 4)


def test_redelivery_after_a_kill_is_taken_once(world: World, supplier: Supplier) -> None:
    world = receiving(world, supplier)
    requested(world)
    send(world.services)
    # Killed between sending and marking: the claim ends, and another worker sends it again.
    [row] = hooks(world)
    table = Delivery.__table__  # type: ignore[attr-defined]
    with world.services.connection(HERE) as connection:
        connection.execute(
            table.update()
            .where(table.c.municipality_id == HERE, table.c.id == row["id"])
            .values(state=DeliveryState.CLAIMED, sent_at=None)
        )
    before = world.rows(Handover, way=HandoverWay.HOOK)
    world.clock.at += timedelta(minutes=2)
    send(world.services)
    assert len(supplier.came) == 2
    assert supplier.types == ["ingediend"]
    assert world.rows(Handover, way=HandoverWay.HOOK) == before


def test_a_receiver_that_fails_for_a_day_gets_everything_in_order(
    world: World, supplier: Supplier
) -> None:
    world = receiving(world, supplier)
    supplier.answer = 503
    first = requested(world)
    send(world.services)
    world.clock.at += timedelta(hours=2)
    place(world, first)
    send(world.services)
    second = requested(world, "Een bankje")
    for _ in range(24):
        world.clock.at += timedelta(hours=1)
        send(world.services)
    assert supplier.taken == []
    waiting = sorted((row["state"], row["attempts"]) for row in hooks(world))
    # The one behind another was never tried, so its attempts are not used up meanwhile.
    assert waiting[0] == (DeliveryState.WAITING, 0)
    supplier.answer = 202
    for _ in range(25):
        world.clock.at += timedelta(hours=1)
        send(world.services)
    by_plan: dict[str, list[str]] = {one["subject"]: [] for one in supplier.taken}
    for one in supplier.taken:
        by_plan[one["subject"]].append(one["type"].rpartition(".")[2])
    assert by_plan == {"2026-0001": ["ingediend", "geplaatst"], "2026-0002": ["ingediend"]}
    assert {row["state"] for row in hooks(world)} == {DeliveryState.SENT}
    assert len(supplier.taken) == len({one["id"] for one in supplier.taken}) == 3
    assert second != first


def test_one_that_is_parked_holds_its_dossier_until_an_operator_tries_again(
    sqlite_world: World, supplier: Supplier
) -> None:
    world = receiving(sqlite_world, supplier)
    supplier.answer = 500
    initiative = requested(world)
    for _ in range(60):
        send(world.services)
        world.clock.at += timedelta(hours=1)
    assert {row["state"] for row in hooks(world)} == {DeliveryState.PARKED}
    supplier.answer = 202
    place(world, initiative)
    send(world.services)
    assert supplier.taken == []
    world.execute(RetryParked())
    send(world.services)
    assert supplier.types == ["ingediend", "geplaatst"]


def test_a_receiver_that_was_taken_away_is_told_nothing(
    sqlite_world: World, supplier: Supplier
) -> None:
    requested(receiving(sqlite_world, supplier))
    send(sqlite_world.services)
    assert (hooks(sqlite_world), supplier.came) == ([], [])


def test_every_clerk_gets_the_request_with_its_files(world: World) -> None:
    world.execute(ReleaseDeliveries())
    assert world.clerk.person_id
    initiative = requested(world)
    send(world.services)
    [mail] = [one for one in world.mailer.sent if one.attachments]
    assert mail.address == "clerk@example.test"
    assert mail.subject == "Verzoek voor de agenda: Meer bomen"
    data, page = mail.attachments
    assert (data.name, page.name) == (
        "agendaverzoek-2026-0001.json", "agendaverzoek-2026-0001.html",
    )  # fmt: skip
    assert json.loads(data.content)["agendapunt"]["agendapuntnaam"] == "Meer bomen"
    assert "Plant tien bomen in de straat." in page.content.decode()
    for said in (mail.body, mail.html):
        assert "/griffie/2026-0001" in said
    [row] = world.rows(Handover, way=HandoverWay.MAIL)
    assert (row["initiative_id"], row["receipt"]) == (initiative, mail.message_id)
    place(world, initiative)
    send(world.services)
    assert len([one for one in world.mailer.sent if one.attachments]) == 1


def test_what_happened_long_ago_is_not_handed_over(sqlite_world: World, supplier: Supplier) -> None:
    world = receiving(sqlite_world, supplier)
    initiative: UUID = world.submit().initiative_id
    world.execute(TakeStep(initiative, 1, "admit"), world.official)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.pass_days(30)
    desk = world.services.reaction_desk(HERE)
    while follow(handover(world.services.settings), HERE, desk):
        pass
    assert world.rows(Handover) == []


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the specification is not beside this checkout")
def test_what_goes_can_be_posted_to_an_api_of_mini_ori(
    sqlite_world: World, supplier: Supplier
) -> None:
    world = receiving(sqlite_world, supplier)
    initiative = requested(world)
    place(world, initiative)
    send(world.services)
    spec = yaml.safe_load((FOLDER / "mini-ori-1.0.0-koop-openapi.yaml").read_text())
    data = supplier.taken[-1]["data"]
    for name, schema in (
        ("agendapunt", "AgendapuntZonderPid"),
        ("informatieobject", "InformatieObjectZonderPid"),
    ):
        whole = as_json_schema({**spec, "$ref": f"#/components/schemas/{schema}"})
        jsonschema.Draft7Validator(whole).validate(data[name])


@pytest.mark.parametrize("secret", ["whsec_short", "geen base64!", "", "whsec_" + "QQ=="])
def test_a_secret_that_signs_nothing_stops_the_boot(secret: str) -> None:
    with pytest.raises(ValidationError):
        AgendaReceiver(address="https://ris.example", secret=SecretStr(secret))
