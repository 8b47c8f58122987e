"""The way to a page is the same as Starlette's own, and shorter."""

from collections.abc import Awaitable, Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from wijkstem.web.router import ByFirstWord

Page = Callable[[Request], Awaitable[Response]]


def says(words: str) -> Page:
    async def page(request: Request) -> Response:
        whole = str(request.url_for("elsewhere", number=3))
        return PlainTextResponse(f"{words} {request.path_params} {request.scope['path']} {whole}")

    return page


def routes() -> list[BaseRoute]:
    return [
        Route("/", says("home")),
        Route("/plannen", says("list"), methods=["GET"]),
        Route("/plannen", says("new"), methods=["POST"]),
        Route("/plannen/nieuw", says("form")),
        Route("/{page}/over", says("about")),
        Route("/plannen/{number:int}", says("one"), methods=["GET"]),
        Route("/rondes/", says("rounds"), name="rounds"),
        Route("/rondes/{number:int}", says("round"), name="elsewhere"),
        Mount("/vast", routes=[Route("/{file}", says("file"))]),
        Route("/{anything}", says("whatever")),
    ]


ASKED = [
    *(("GET", path) for path in ("/", "/plannen", "/plannen/", "/plannen/nieuw", "/plannen/7")),
    *(
        ("GET", path)
        for path in ("/plannen/over", "/plannen/x", "/rondes", "/rondes/", "/rondes/2")
    ),
    *(
        ("GET", path)
        for path in ("/rondes/2/", "/vast", "/vast/a.js", "/vast/a/b", "/niets", "/{x}")
    ),
    *(
        ("GET", path)
        for path in ("/niets/over", "/niets/3", "//plannen", "/plannen//7", "/%70lannen")
    ),
    *(("GET", path) for path in ("/plannen?over=1", "/plannen/7/", "/over/over/over", "/")),
    ("POST", "/plannen"),
    ("POST", "/plannen/7"),
    ("DELETE", "/plannen"),
    ("HEAD", "/plannen/7"),
]


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_finds_what_the_whole_list_finds(method: str, path: str) -> None:
    shorter = Starlette()
    shorter.router = ByFirstWord(routes())
    answers = []
    for app in (Starlette(routes=routes()), shorter):
        client = TestClient(app, follow_redirects=False)
        answer = client.request(method, path)
        answers.append(
            (
                answer.status_code,
                answer.text,
                answer.headers.get("location"),
                answer.headers.get("allow"),
            )
        )
    assert answers[0] == answers[1]


def test_tries_no_route_that_begins_with_another_word() -> None:
    tried: list[str] = []

    class Noted(Route):
        def matches(self, scope):  # type: ignore[no-untyped-def]
            tried.append(self.path)
            return super().matches(scope)

    app = Starlette()
    app.router = ByFirstWord([Noted(f"/woord{n}/{{number:int}}", says(str(n))) for n in range(50)])
    app.router.routes.append(Route("/elders/{number:int}", says(""), name="elsewhere"))
    assert TestClient(app).get("/woord49/2").status_code == 200
    assert tried == ["/woord49/{number:int}"]
