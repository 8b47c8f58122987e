"""The bare server: a starlette handler that has everything in hand that a page of ours must first go and find.

At start it lets our own application make each page of ``BENCH_PAGES`` once, and keeps what the template was
given and what came out. From then on ``/made/<n>`` renders that template with that, and ``/ready/<n>`` sends
those bytes: no database, no routes of ours, no middleware.
"""

import gc
import os
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support.world import HERE
from wijkstem.app import create_app as create_ours
from wijkstem.bootstrap import bootstrap
from wijkstem.kit.jinja import Pages
from wijkstem.settings import load_settings


@dataclass
class Rendered:
    """What a template was given, and what came out."""

    template: str
    lang: str
    context: dict[str, Any]
    body: bytes = b""


class Listening:
    """Stands between our pages and the templates, and keeps what goes by."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.last: Rendered | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pages, name)

    def render(self, template_name: str, lang: str, /, **context: object) -> str:
        self.last = Rendered(template_name, lang, context)
        return self.pages.render(template_name, lang, **context)


def create_app() -> Starlette:
    """What uvicorn serves."""
    services = bootstrap(load_settings())
    ours = create_ours(services)
    listening = ours.state.pages = Listening(ours.state.pages)
    client = TestClient(ours, base_url=f"http://{HERE}.localhost")
    known = [_learn(client, listening, path) for path in os.environ["BENCH_PAGES"].split("\n")]
    services.engine.dispose()
    pages: Pages = listening.pages

    async def made(request: Request) -> Response:
        it = known[request.path_params["n"]]
        return HTMLResponse(pages.render(it.template, it.lang, **it.context))

    async def ready(request: Request) -> Response:
        return HTMLResponse(known[request.path_params["n"]].body)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    gc.collect()
    gc.freeze()  # as our own process does
    return Starlette(
        routes=[
            Route("/made/{n:int}", made),
            Route("/ready/{n:int}", ready),
            Route("/healthz", healthz),
        ]
    )


def _learn(client: TestClient, listening: Listening, path: str) -> Rendered:
    answer = client.get(path, headers={"Accept-Encoding": "identity"})
    if answer.status_code != 200 or listening.last is None:
        raise ValueError(f"{path} gave {answer.status_code}, or no template")
    rendered, listening.last = listening.last, None
    rendered.body = answer.content
    return rendered
