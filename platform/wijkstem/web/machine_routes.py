"""The addresses that are for programs: the APIs, and whole datasets with the page that explains them."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import ori
from wijkstem.web.api.v1 import endpoints as api
from wijkstem.web.api.v1.table import RESOURCES
from wijkstem.web.open_data import pages as open_data

GET = ["GET"]

MACHINES: Final[list[BaseRoute]] = [
    # Council information for machines.
    Route("/api/ori/v1/openapi.json", ori.described, methods=GET),
    Route("/api/ori/v1/{kind}", ori.listed, methods=GET),
    Route("/api/ori/v1/{kind}/{key:uuid}", ori.one, methods=GET),
    # Everything that is public, for machines: api/v1/resources.py has the names.
    Route("/api/v1/openapi.json", api.described, methods=GET),
    *(
        Route(f"/api/v1/{name}", api.alone, methods=GET)
        for name, one in RESOURCES.items()
        if one.read_alone is not None
    ),
    Route("/api/v1/{name}", api.listed, methods=GET),
    Route("/api/v1/{name}/{one}", api.one, methods=GET),
    Route("/api/v1/{name}/{one}/{part}", api.below, methods=GET),
    # Whole datasets.
    Route("/open-data", open_data.explained, methods=GET),
    Route("/open-data/catalogus.jsonld", open_data.described, methods=GET),
    Route("/open-data/bestanden/{dataset}", open_data.given, methods=GET),
    Route("/open-data/bestanden/{dataset}/controle", open_data.counted, methods=GET),
]
