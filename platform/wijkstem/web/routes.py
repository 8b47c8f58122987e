"""Every address on one page."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
