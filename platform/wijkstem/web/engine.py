"""The engine room, /beheer/motor: what stands still in any municipality, and what an operator does about it.

An operator works for the installation. The account is one of the municipality at whose address the operator
logged in; from there the page reaches every municipality, and a button works in the one that it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.bootstrap import consumer_names
from wijkstem.commands.deliveries import ReleaseDeliveries, RetryParked
from wijkstem.commands.engine import PassOverEvent, RetryConsumer
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_operate, require
from wijkstem.errors import Conflict, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.council_source import SourceLook, failing_sources, source_look
from wijkstem.queries.standing import ConsumerState, EngineState, Passed, engine_state
from wijkstem.services import Services
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import whole
from wijkstem.web.language import translated
from wijkstem.web.metrics import command_counted
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.source_words import SourceSaid, source_said
from wijkstem.web.work import in_thread
from wijkstem.words import Role

HERE = "/beheer/motor"
RETRIED = notice("ok", "De verwerker probeert het nu opnieuw. Kijk zo nog eens of het is gelukt.")
PASSED_OVER = notice("ok", "Deze regel slaan wij nu over. Uw reden is bewaard.")
MAIL_RETRIED = notice("ok", "De berichten die niet weg wilden, worden opnieuw geprobeerd.")
RELEASED = notice("ok", "De berichten die werden vastgehouden, gaan nu weg.")

#: What each consumer makes, in words; one that is not here is told by its own name.
NAMES = {
    "listing": N_("De lijst met plannen"),
    "timeline": N_("De tijdlijn van elk plan"),
    "indicators": N_("De indicatoren"),
    "agenda": N_("De agenda"),
    "paths": N_("De volgende stap van een plan"),
    "messages": N_("De berichten aan mensen"),
}
#: Where a message that did not go out can be; in the order in which the page tells it.
STATES = {
    "waiting": N_("Wacht tot het weg kan"),
    "claimed": N_("Wordt nu verstuurd"),
    "parked": N_("Wilde niet weg, ook niet na alle pogingen"),
}
#: The buttons that need no words with them.
BUTTONS: dict[str, tuple[type, Notice]] = {
    "parked": (RetryParked, MAIL_RETRIED),
    "held": (ReleaseDeliveries, RELEASED),
}
#: More than these standing still at once have one cause; the rest is counted.
MOST_TOLD = 30


@dataclass(frozen=True)
class Shown:
    """A consumer with its name and its municipality's in words."""

    name: str
    where: str
    at: ConsumerState

    @property
    def path(self) -> str:
        return f"{HERE}/{self.at.municipality_id}/{self.at.name}"


@dataclass(frozen=True)
class Place:
    """A municipality in one line."""

    slug: str
    name: str
    behind: int
    stopped: int
    waiting: int
    parked: int
    held: bool


async def room(request: Request) -> Response:
    """How everything stands, everywhere."""
    found = await _state(request)
    lang = visitor(request).lang
    stopped = [one for one in found.consumers if one.failures]
    places = _places(services(request), found)
    return page(
        request,
        "engine/room.html",
        stopped=[_shown(request, one) for one in stopped[:MOST_TOLD]],
        more=len(stopped[MOST_TOLD:]),
        places=places,
        stuck=[one for one in places if one.held or one.parked],
        rebuilding=_rebuilding(request, found),
        passed=[_told(request, one, found) for one in found.passed],
        names=_names(lang),
        sources=await _failing(request),
    )


async def place(request: Request) -> Response:
    """How everything stands in one municipality."""
    where = _municipality(request)
    found = await _state(request, where)
    if not found.consumers:
        raise NotFound("no_log", "Deze gemeente heeft nog geen logboek.")
    lang = visitor(request).lang
    shown = [_shown(request, one) for one in found.consumers]
    [line] = _places(services(request), found)
    return page(
        request,
        "engine/place.html",
        place=line,
        stopped=[one for one in shown if one.at.failures],
        consumers=shown,
        rebuilding=_rebuilding(request, found),
        names=_names(lang),
        deliveries=[
            (name, translated(words, lang), found.deliveries.get((where, name), 0))
            for name, words in STATES.items()
        ],
        passed=[_told(request, one, found) for one in found.passed],
        refused=found.refused,
        source=await _source(request, where),
    )


async def _state(request: Request, where: str | None = None) -> EngineState:
    """Over all municipalities: only for an operator."""
    require(may_operate(visitor(request).actor))
    parts = services(request)

    def look() -> EngineState:
        with parts.reading_everywhere() as connection:
            return engine_state(connection, consumers=consumer_names(parts), municipality_id=where)

    return await in_thread(request, look)


async def _failing(request: Request) -> list[tuple[str, SourceSaid]]:
    """Councils' own systems that brought nothing when somebody looked."""
    parts, lang = services(request), visitor(request).lang

    def look() -> list[SourceLook]:
        with parts.reading_everywhere() as connection:
            return failing_sources(connection)

    found = await in_thread(request, look)
    return [
        (_municipality_name(parts, one.municipality_id), source_said(one, lang)) for one in found
    ]


async def _source(request: Request, where: str) -> SourceSaid | None:
    parts = services(request)

    def look() -> SourceLook | None:
        with parts.reading(where) as connection:
            return source_look(connection, where)

    found = await in_thread(request, look)
    return source_said(found, visitor(request).lang) if found else None


def _municipality(request: Request) -> str:
    """The one in the address, for an operator; raises NotFound for one that is not here."""
    require(may_operate(visitor(request).actor))
    found: str = services(request).rules.of(request.path_params["municipality"]).municipality.slug
    return found


def _municipality_name(parts: Services, slug: str) -> str:
    # One whose rules were taken away still has its log.
    return parts.rules.of(slug).municipality.name if slug in parts.rules else slug


def _names(lang: str) -> dict[str, str]:
    return {name: translated(words, lang) for name, words in NAMES.items()}


def _shown(request: Request, one: ConsumerState) -> Shown:
    name = translated(NAMES.get(one.name, one.name), visitor(request).lang)
    return Shown(name, _municipality_name(services(request), one.municipality_id), one)


def _told(request: Request, one: Passed, found: EngineState) -> dict[str, Any]:
    """What was passed over, with who decided it in words where that can be known."""
    return {
        "what": one,
        "where": _municipality_name(services(request), one.municipality_id),
        "by": found.names.get(one.decided_by, one.decided_by),
    }


def _rebuilding(request: Request, found: EngineState) -> list[dict[str, Any]]:
    """What is rebuilt just now, with the municipality in words."""
    parts = services(request)
    return [
        {"what": one, "where": _municipality_name(parts, one.municipality_id)}
        for one in found.rebuilding
    ]


def _places(parts: Services, found: EngineState) -> list[Place]:
    by_place: dict[str, list[ConsumerState]] = {}
    for one in found.consumers:
        by_place.setdefault(one.municipality_id, []).append(one)
    return [
        Place(
            slug=slug,
            name=_municipality_name(parts, slug),
            behind=max(one.behind for one in consumers),
            stopped=sum(bool(one.failures) for one in consumers),
            waiting=sum(found.deliveries.get((slug, state), 0) for state in ("waiting", "claimed")),
            parked=found.deliveries.get((slug, "parked"), 0),
            held=slug in found.on_hold,
        )
        for slug, consumers in by_place.items()
    ]


async def deliveries(request: Request) -> Response:
    """Try what was parked again, or let go what is held."""
    where, values = _municipality(request), await read_form(request)
    if values.get("state") not in BUTTONS:
        raise NotFound("no_such_button", "Deze knop is er niet.")
    command, said = BUTTONS[values["state"]]
    await _do(request, where, command())
    return redirect(request, f"{HERE}/{where}", notice=said)


async def retry(request: Request) -> Response:
    """Let a consumer try its event again now."""
    one = (await _consumer(request)).at
    await _do(request, one.municipality_id, RetryConsumer(one.name))
    return redirect(request, f"{HERE}/{one.municipality_id}", notice=RETRIED)


async def pass_over(request: Request) -> Response:
    """What it means to skip an event, before it happens."""
    return _asked(request, await _consumer(request), Form())


async def pass_over_now(request: Request) -> Response:
    """Skip it, with the reason. Refused: what was typed is still there."""
    who, values = visitor(request), await read_form(request)
    consumer = await _consumer(request)
    where = consumer.at.municipality_id
    try:
        await _do(request, where, _command(request, values))
    except Invalid as wrong:
        return _asked(request, consumer, refused(values, wrong, who.lang), status=422)
    except Conflict as overtaken:
        again = Form(values, {"": sentence(overtaken, who.lang)})
        return _asked(request, await _consumer(request), again, status=409)
    return redirect(request, f"{HERE}/{where}", notice=PASSED_OVER)


def _command(request: Request, values: Mapping[str, str]) -> PassOverEvent:
    return PassOverEvent(
        request.path_params["consumer"],
        values.get("reason", ""),
        position=whole(values.get("position")),
    )


async def _do(request: Request, where: str, command: object) -> Any:
    """Carry out ``command`` in municipality ``where``, as an operator and nothing else.

    Whatever else this person may do at home, they may not do there.
    """
    parts, who = services(request), visitor(request)
    actor = Actor(who.actor.person_id, who.actor.roles & {Role.OPERATOR}, home=who.municipality_id)

    def carry_out() -> Any:
        with command_counted(type(command).__name__):
            return execute(parts, where, command, actor, correlation_id=who.correlation_id)

    return await in_thread(request, carry_out)


async def _consumer(request: Request) -> Shown:
    """The stopped consumer in the address."""
    name = request.path_params["consumer"]
    consumers = (await _state(request, _municipality(request))).consumers
    found = next((c for c in consumers if c.name == name), None)
    if found is None or not found.failures:
        raise NotFound("not_stopped", "Deze verwerker staat niet stil.")
    return _shown(request, found)


def _asked(request: Request, one: Shown, form: Form, *, status: int = 200) -> Response:
    return page(request, "engine/pass_over.html", status=status, one=one, form=form)
