"""The first page of a municipality, the choice of one at the bare address, and the pages that the law asks for."""

from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.kit.clock import local_date
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web import hosts
from wijkstem.web.context import municipality, services, visitor
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody

#: When somebody last went through the accessibility page and saw that it is true.
LOOKED_AT: Final = date(2026, 11, 22)


@for_everybody(data=False)
async def index(request: Request) -> Response:
    """What somebody can do here."""
    if municipality(request) is None:
        return choose(request)
    who = visitor(request)
    rules = who.rules.on(local_date(services(request).clock.now()))
    instruments = [
        (instrument.name.in_language(who.lang), instrument.summary.in_language(who.lang))
        for instrument in rules.instruments.values()
    ]
    return page(
        request,
        "home/index.html",
        name=who.rules.municipality.name,
        instruments=instruments,
    )


def choose(request: Request) -> Response:
    """Every municipality with its own address, on the port of this one."""
    parts = services(request)
    addresses = [
        (
            rules.municipality.name,
            hosts.address(request, parts.settings.base_host, rules.municipality.slug),
        )
        for rules in sorted(parts.rules, key=_in_the_register)
    ]
    return page(request, "home/choose.html", municipalities=addresses)


def _in_the_register(rules: MunicipalityRules) -> str:
    """'s-Hertogenbosch stands under the H."""
    return rules.municipality.name.removeprefix("'s-")


@for_everybody(data=False)
async def accessibility(request: Request) -> Response:
    """The statement in the form of the government's model: what is known, and where to go when something fails."""
    here = municipality(request)
    return page(
        request,
        "home/accessibility.html",
        site=hosts.name(request),
        contact=here.municipality.accessibility if here else None,
        looked_at=LOOKED_AT,
    )


@for_everybody(data=False)
async def privacy(request: Request) -> Response:
    """What is kept of whom, and for how long."""
    return page(request, "home/privacy.html")


@for_everybody(data=False)
async def report_weakness(request: Request) -> Response:
    """Where somebody who found a weakness can go."""
    return page(request, "home/report_weakness.html")
