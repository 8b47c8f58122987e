"""Looks at the council's own system: whatever it answers, it ends in a state that a person sees, and nothing is lost."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from tests.adapters.test_meeting_shapes import IBABS, NOTUBIZ
from tests.adapters.test_mini_ori import item, small
from tests.support.world import HERE, START, World
from tests.workers.test_sweep import Calls, swept
from wijkstem.adapters.outgoing import Reader
from wijkstem.adapters.wake import Task
from wijkstem.services import Services
from wijkstem.settings import CouncilSource, SourceShape
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.council_source import CouncilSourceState
from wijkstem.words.council_source import SourceFault
from workers.council_source import look_at_source

MEETING = small(item("a"), item("b"))
#: Seconds that a look may take here.
#: With who never answers, or drips; a busy machine answers all others too late for it.
PATIENCE = 0.6


def said(content: object, status: int = 200, **headers: str) -> Callable[[Any], None]:
    """An answer of the source."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@dataclass
class Council:
    """The council's own system: what it answers to each path, and what it was asked."""

    address: str
    answers: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    #: Set at the end, so that an answer that never comes lets go of its thread.
    over: threading.Event = field(default_factory=threading.Event)

    def says(self, content: object, status: int = 200, **headers: str) -> None:
        self.answers["/"] = said(content, status, **headers)


@pytest.fixture
def council() -> Iterator[Council]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            answer = it.answers.get(self.path) or it.answers.get(urlsplit(self.path).path)
            (answer or said(b"", 404))(self)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    it = Council(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield it
    it.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def looking(world: World, council: Council, patience: float = 60.0, **values: Any) -> Services:
    source = CouncilSource(address=values.pop("address", f"{council.address}/"), **values)
    settings = world.services.settings.model_copy(update={"council_sources": {HERE: source}})
    reader = Reader(patience=patience, silence=patience / 2, most_bytes=100_000)
    return replace(world.services, settings=settings, reader=reader)


def state(world: World) -> dict[str, Any]:
    [row] = world.rows(CouncilSourceState)
    return row


def test_a_meeting_is_taken_in_and_looked_at_again_in_an_hour(
    world: World, council: Council
) -> None:
    services = looking(world, council, token=SecretStr("letmein"))
    council.says(MEETING, ETag='"1"')
    there = replace(world, services=services)
    assert (HERE, Task.SOURCE) in swept(there, Calls())
    assert look_at_source(services, HERE) == 1
    assert {row["title"] for row in world.rows(AgendaItem)} == {"Punt a", "Punt b"}
    assert council.asked[0][1]["authorization"] == "Bearer letmein"
    row = state(world)
    assert (row["succeeded_at"], row["changed_at"], row["failures"]) == (START, START, 0)
    assert row["next_at"] == START + timedelta(hours=1)
    assert (HERE, Task.SOURCE) not in swept(there, Calls())
    assert look_at_source(services, HERE) is None
    assert len(council.asked) == 1


def test_what_did_not_change_is_asked_with_what_was_known_of_it(
    world: World, council: Council
) -> None:
    services = looking(world, council)
    council.says(MEETING, ETag='"1"', Last_Modified="Mon, 02 Mar 2026 09:00:00 GMT")
    look_at_source(services, HERE)
    council.says(b"", 304)
    world.clock.at += timedelta(hours=2)
    assert look_at_source(services, HERE) == 0
    asked = council.asked[1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == (
        '"1"', "Mon, 02 Mar 2026 09:00:00 GMT",
    )  # fmt: skip
    row = state(world)
    assert (row["succeeded_at"], row["changed_at"]) == (START + timedelta(hours=2), START)
    assert row["etag"] == '"1"'
    elsewhere = looking(world, council, address=f"{council.address}/?jaar=2026")
    world.clock.at += timedelta(hours=2)
    look_at_source(elsewhere, HERE)
    assert "if-none-match" not in council.asked[2][1]


def silent(council: Council) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        del handler
        council.over.wait(5)

    return answer


def dripping(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(8):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        threading.Event().wait(PATIENCE / 4)


BAD: dict[str, tuple[Callable[[Council], Callable[[Any], None]], SourceFault, str | None]] = {
    "html": (lambda _: said(b"<html>Onderhoud</html>"), SourceFault.NOT_JSON, None),
    "half": (lambda _: said(b'{"vergadering": {"id": "m"'), SourceFault.NOT_JSON, None),
    "500": (lambda _: said(b"", 500), SourceFault.STATUS, "500"),
    "login": (lambda _: said(b"", 401), SourceFault.STATUS, "401"),
    "away": (
        lambda _: said(b"", 302, Location="http://169.254.169.254/"),
        SourceFault.REDIRECTED,
        "302",
    ),
    "never": (silent, SourceFault.SLOW, None),
    "slow": (lambda _: dripping, SourceFault.SLOW, None),
    "large": (lambda _: said(b" " * 200_000), SourceFault.TOO_LARGE, None),
    "shape": (lambda _: said({"vergadering": {}}), SourceFault.BAD_SHAPE, "vergadering.id"),
    "other": (
        lambda _: said(MEETING | {"vergadering": MEETING["vergadering"] | {"organisatie": {"gemeente": "gm0001"}}}),
        SourceFault.OTHER_MUNICIPALITY,
        "GM0001",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_answer_is_told_and_loses_nothing(
    sqlite_world: World, council: Council, kind: str
) -> None:
    world, services = sqlite_world, looking(sqlite_world, council)
    council.says(MEETING)
    look_at_source(services, HERE)
    before = world.rows(AgendaItem)
    make, fault, detail = BAD[kind]
    council.answers["/"] = make(council)
    world.clock.at += timedelta(hours=1)
    impatient = looking(world, council, patience=PATIENCE)
    assert look_at_source(impatient if fault is SourceFault.SLOW else services, HERE) is None
    row = state(world)
    assert (row["fault"], row["detail"], row["failures"]) == (fault, detail, 1)
    assert row["succeeded_at"] == START
    assert world.rows(AgendaItem) == before
    council.over.set()
    council.says(MEETING)
    world.clock.at += timedelta(minutes=1)
    assert look_at_source(services, HERE) == 0
    assert (state(world)["fault"], state(world)["failures"]) == (None, 0)


def test_nobody_there_is_told_and_pauses_grow(sqlite_world: World, council: Council) -> None:
    services = looking(sqlite_world, council, address="http://127.0.0.1:9/", every_minutes=60)
    pauses = []
    for _ in range(5):
        assert look_at_source(services, HERE) is None
        row = state(sqlite_world)
        assert row["fault"] is SourceFault.UNREACHABLE
        pauses.append(int((row["next_at"] - sqlite_world.clock.at).total_seconds() // 60))
        sqlite_world.clock.at = row["next_at"]
    assert pauses == [1, 5, 15, 60, 60]


def test_one_bad_meeting_of_a_list_does_not_keep_the_others_out(
    sqlite_world: World, council: Council
) -> None:
    council.says([{"vergadering": {}}, MEETING, IBABS])
    assert look_at_source(looking(sqlite_world, council), HERE) is None
    assert state(sqlite_world)["fault"] is SourceFault.BAD_SHAPE
    assert len(sqlite_world.rows(Meeting)) == 2


def test_list_of_notubiz_leads_to_its_meetings(sqlite_world: World, council: Council) -> None:
    def page(number: int, more: bool, *events: object) -> None:
        path = f"/events?organisation_id=99&format=json&version=1.17.0&page={number}"
        listed = {"events": events, "pagination": {"has_more_pages": more}}
        council.answers[path] = said(listed)

    page(1, True, {"id": 7, "permission_group": "public"}, {"id": 9, "permission_group": "members"})
    page(2, False, {"id": 8})
    for number in (7, 8):
        meeting = NOTUBIZ | {"id": number, "agenda_items": [], "documents": []}
        council.answers[f"/events/meetings/{number}"] = said({"meeting": meeting})
    address = f"{council.address}/events?organisation_id=99&format=json&version=1.17.0"
    services = looking(sqlite_world, council, address=address, shape=SourceShape.NOTUBIZ)
    assert look_at_source(services, HERE) == 2
    assert [path for path, _ in council.asked][1:] == [
        "/events/meetings/7?format=json&version=1.17.0",
        "/events?organisation_id=99&format=json&version=1.17.0&page=2",
        "/events/meetings/8?format=json&version=1.17.0",
    ]
    assert {row["source_id"] for row in sqlite_world.rows(Meeting)} == {"notubiz:7", "notubiz:8"}


def mini_ori_lists(council: Council, elsewhere: str = "") -> None:
    meeting = MEETING["vergadering"]
    other = meeting | {"id": "other"}
    ref = {"vergaderingen": [{"id": "m"}]}
    document = {"id": "d", "titel": "Brief", "webpaginalink": "https://ori.example.nl/d"}
    further = f"{elsewhere or council.address}/v1/vergaderingen?page=2"
    council.answers |= {
        "/v1/vergaderingen": said({"next": further, "results": [meeting]}),
        "/v1/vergaderingen?page=2": said({"next": None, "results": [other]}),
        "/v1/agendapunten": said({"next": None, "results": [item("a") | ref, item("b") | ref]}),
        "/v1/informatieobjecten": said(
            {"next": None, "results": [document | {"agendapunten": [{"id": "b"}]}]}
        ),
    }


def test_lists_of_mini_ori_are_put_together(sqlite_world: World, council: Council) -> None:
    mini_ori_lists(council)
    services = looking(
        sqlite_world, council, address=f"{council.address}/v1", shape=SourceShape.MINI_ORI
    )
    assert look_at_source(services, HERE) == 2
    meetings = {row["source_id"]: row["id"] for row in sqlite_world.rows(Meeting)}
    assert set(meetings) == {"m", "other"}
    assert {row["meeting_id"] for row in sqlite_world.rows(AgendaItem)} == {meetings["m"]}
    world = sqlite_world
    world.clock.at += timedelta(hours=1)
    assert look_at_source(services, HERE) == 0


def test_next_page_of_another_place_is_not_followed(sqlite_world: World, council: Council) -> None:
    mini_ori_lists(council, elsewhere="http://127.0.0.1:9")
    services = looking(
        sqlite_world, council, address=f"{council.address}/v1", shape=SourceShape.MINI_ORI
    )
    assert look_at_source(services, HERE) is None
    assert state(sqlite_world)["fault"] is SourceFault.REDIRECTED
    assert sqlite_world.rows(Meeting) == []


def test_two_looks_at_once_are_one(world: World, council: Council) -> None:
    services = looking(world, council)
    council.says(MEETING)
    with ThreadPoolExecutor(4) as pool:
        looks = list(pool.map(lambda _: look_at_source(services, HERE), range(4)))
    assert sorted(looks, key=str) == [1, None, None, None]
    assert len(council.asked) == 1


def test_a_look_of_a_killed_worker_is_done_again(world: World, council: Council) -> None:
    services = looking(world, council)

    def killed(handler: Any) -> None:
        del handler
        world.clock.at += timedelta(minutes=11)
        council.says(MEETING)
        assert look_at_source(services, HERE) == 1

    council.answers["/"] = killed
    # The first comes back after its claim ended: what it says of itself counts no more.
    assert look_at_source(services, HERE) is None
    assert (state(world)["failures"], state(world)["fault"]) == (0, None)


def test_municipality_without_a_source_is_left_alone(sqlite_world: World) -> None:
    assert look_at_source(sqlite_world.services, HERE) is None
    assert (HERE, Task.SOURCE) not in swept(sqlite_world, Calls())
