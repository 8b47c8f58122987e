"""Addresses of discussions; `means_routes.py` takes them in."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import contributing, discussion, discussion_desk

GET, POST = ["GET"], ["POST"]

_BIJDRAGE = "/meedoen/{means:number}/bijdrage/{contribution:int}"
DISCUSSION: Final[list[BaseRoute]] = [
    Route("/meedoen/{means:number}/zeggen", contributing.say, methods=GET),
    Route("/meedoen/{means:number}/zeggen", contributing.say_now, methods=POST),
    Route("/meedoen/{means:number}/gesprek", discussion_desk.lead, methods=GET),
    Route("/meedoen/{means:number}/gesprek", discussion_desk.lead_now, methods=POST),
    Route(_BIJDRAGE, discussion.one, methods=GET),
    Route(f"{_BIJDRAGE}/eerder", discussion.earlier, methods=GET),
    Route(f"{_BIJDRAGE}/antwoord", contributing.say, methods=GET),
    Route(f"{_BIJDRAGE}/antwoord", contributing.say_now, methods=POST),
    Route(f"{_BIJDRAGE}/wijzig", contributing.change, methods=GET),
    Route(f"{_BIJDRAGE}/wijzig", contributing.change_now, methods=POST),
    Route(f"{_BIJDRAGE}/steun", contributing.support, methods=POST),
    Route(f"{_BIJDRAGE}/melden", discussion_desk.report, methods=GET),
    Route(f"{_BIJDRAGE}/melden", discussion_desk.report_now, methods=POST),
]
