"""Addresses of the ways of taking part that were opened; each room has its own list of addresses, put together here."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import means

GET, POST = ["GET"], ["POST"]

MEANS: Final[list[BaseRoute]] = [
    Route("/meedoen", means.listing, methods=GET),
    # The rooms' own addresses, all below /meedoen/{means:number}/, come here.
    Route("/meedoen/{means:number}", means.one, methods=GET),
    Route("/meedoen/{means:number}-{words}", means.one, methods=GET),
]
