"""The engine room, /beheer/motor: what stands still in this municipality, and what a person does about it.

An administrator is one of a municipality for now, so the page shows that municipality and no other; `wijkstem
status` shows all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.deliveries import ReleaseDeliveries, RetryParked
from wijkstem.commands.engine import PassOverEvent, RetryConsumer
from wijkstem.domain.permissions import may_administer, require
from wijkstem.errors import Conflict, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.standing import ConsumerState, EngineState, engine_state
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import whole
from wijkstem.web.language import translated
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.system import consumer_names
from wijkstem.web.work import ask, do

HERE = "/beheer/motor"
RETRIED = notice("ok", "De verwerker probeert het nu opnieuw. Kijk zo nog eens of het is gelukt.")
PASSED_OVER = notice("ok", "De verwerker slaat deze gebeurtenis over. Uw reden is bewaard.")
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
#: Where a message can be; in the order in which the page tells it.
STATES = {
    "waiting": N_("Wacht tot het weg kan"),
    "claimed": N_("Wordt nu verstuurd"),
    "sent": N_("Verstuurd"),
    "parked": N_("Wilde niet weg, ook niet na alle pogingen"),
    "held": N_("Wordt vastgehouden tot iemand heeft gekeken"),
}
#: The buttons that need no words with them.
BUTTONS: dict[str, tuple[type, Notice]] = {
    "parked": (RetryParked, MAIL_RETRIED),
    "held": (ReleaseDeliveries, RELEASED),
}


@dataclass(frozen=True)
class Shown:
    """A consumer with its name in words."""

    name: str
    at: ConsumerState


async def room(request: Request) -> Response:
    """How everything stands."""
    found = await _state(request)
    lang = visitor(request).lang
    shown = [_shown(one, lang) for one in found.consumers]
    return page(
        request,
        "engine/room.html",
        stopped=[one for one in shown if one.at.failures],
        consumers=shown,
        state=found,
        names={one.at.name: one.name for one in shown},
        deliveries=[
            (name, translated(words, lang), found.deliveries.get(name, 0))
            for name, words in STATES.items()
        ],
    )


async def _state(request: Request) -> EngineState:
    require(may_administer(visitor(request).actor))
    found: EngineState = await ask(
        request, engine_state, consumers=consumer_names(services(request))
    )
    return found


def _shown(one: ConsumerState, lang: str) -> Shown:
    return Shown(translated(NAMES.get(one.name, one.name), lang), one)


async def deliveries(request: Request) -> Response:
    """Try what was parked again, or let go what is held."""
    require(may_administer(visitor(request).actor))
    values = await read_form(request)
    if values.get("state") not in BUTTONS:
        raise NotFound("no_such_button", "Deze knop is er niet.")
    command, said = BUTTONS[values["state"]]
    await do(request, command())
    return redirect(request, HERE, notice=said)


async def retry(request: Request) -> Response:
    """Let a consumer try its event again now."""
    require(may_administer(visitor(request).actor))
    await do(request, RetryConsumer((await _consumer(request)).at.name))
    return redirect(request, HERE, notice=RETRIED)


async def pass_over(request: Request) -> Response:
    """What it means to skip an event, before it happens."""
    return _asked(request, await _consumer(request), Form())


async def pass_over_now(request: Request) -> Response:
    """Skip it, with the reason. Refused: what was typed is still there."""
    who, values = visitor(request), await read_form(request)
    require(may_administer(who.actor))
    consumer = await _consumer(request)
    try:
        await do(request, _command(request, values))
    except Invalid as wrong:
        return _asked(request, consumer, refused(values, wrong, who.lang), status=422)
    except Conflict as overtaken:
        again = Form(values, {"": sentence(overtaken, who.lang)})
        return _asked(request, await _consumer(request), again, status=409)
    return redirect(request, HERE, notice=PASSED_OVER)


def _command(request: Request, values: Mapping[str, str]) -> PassOverEvent:
    return PassOverEvent(
        request.path_params["consumer"],
        values.get("reason", ""),
        decided_by=str(visitor(request).actor.person_id),
        position=whole(values.get("position")),
    )


async def _consumer(request: Request) -> Shown:
    """The stopped consumer in the address."""
    name = request.path_params["consumer"]
    found = next((c for c in (await _state(request)).consumers if c.name == name), None)
    if found is None or not found.failures:
        raise NotFound("not_stopped", "Deze verwerker staat niet stil.")
    return _shown(found, visitor(request).lang)


def _asked(request: Request, one: Shown, form: Form, *, status: int = 200) -> Response:
    return page(request, "engine/pass_over.html", status=status, one=one, form=form)
