"""What a request knows before its page begins: put together by `middleware.py`, read by every page."""

from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request

from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import NotFound
from wijkstem.kit.i18n import SOURCE
from wijkstem.kit.ids import new_id
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.services import Services


@dataclass(frozen=True)
class Visitor:
    """Who asks, where, and in which language."""

    municipality_id: str
    rules: MunicipalityRules
    actor: Actor
    #: None for somebody who is not logged in.
    display_name: str | None
    lang: str
    correlation_id: UUID


def visitor(request: Request) -> Visitor:
    """Raises NotFound at an address that belongs to no municipality."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is not None:
        return known
    rules = municipality(request)
    if rules is None:
        raise NotFound("no_municipality", "Kies eerst uw gemeente. Daarna vindt u deze pagina.")
    found = Visitor(
        municipality_id=rules.municipality.slug,
        rules=rules,
        actor=actor(request),
        display_name=getattr(request.state, "display_name", None),
        lang=language(request),
        correlation_id=correlation_id(request),
    )
    if getattr(request.state, "arrived", False):
        request.state.visitor = found
    return found


def path_of(request: Request) -> str:
    """Which page was asked for, as the router sees it: without putting an address together to take it apart again."""
    path: str = request.scope["path"]
    return path


def services(request: Request) -> Services:
    """The parts of the running platform."""
    found: Services = request.app.state.services
    return found


# The error page must stand whatever middleware failed, so each of these has an answer before it was set.


def municipality(request: Request) -> MunicipalityRules | None:
    """The municipality that the host name says; None at the bare address."""
    found: MunicipalityRules | None = getattr(request.state, "municipality", None)
    return found


def actor(request: Request) -> Actor:
    """Who asks; ANYONE without a session."""
    found: Actor = getattr(request.state, "actor", ANYONE)
    return found


def language(request: Request) -> str:
    """The language of this answer."""
    found: str = getattr(request.state, "lang", SOURCE)
    return found


def correlation_id(request: Request) -> UUID:
    """What ties log lines, events and the reference on an error page to this request."""
    found: UUID | None = getattr(request.state, "correlation_id", None)
    if found is None:
        found = request.state.correlation_id = new_id()
    return found
