"""Addresses of the draws by lot."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import draw_desk, draws

GET, POST = ["GET"], ["POST"]

DRAWS: Final[list[BaseRoute]] = [
    Route("/loting", draws.listing, methods=GET),
    Route("/loting/meedoen", draws.willing, methods=GET),
    Route("/loting/meedoen", draws.willing_now, methods=POST),
    Route("/loting/antwoord/{entry:uuid}", draws.invited, methods=GET),
    Route("/loting/antwoord/{entry:uuid}", draws.answer, methods=POST),
    Route("/loting/{group:number}", draws.one, methods=GET),
    Route("/loting/{group:number}/kandidaten.jsonl", draws.candidates, methods=GET),
    Route("/loting/{group:number}/loting.json", draws.outcome, methods=GET),
    Route("/beheer/loting", draw_desk.listing, methods=GET),
    Route("/beheer/loting/nieuw", draw_desk.make, methods=GET),
    Route("/beheer/loting/nieuw", draw_desk.make_now, methods=POST),
    Route("/beheer/loting/{group:number}", draw_desk.manage, methods=GET),
    Route("/beheer/loting/{prepared:number}/vast", draw_desk.announce, methods=POST),
    Route("/beheer/loting/{fixed:number}/trekken", draw_desk.draw, methods=POST),
    Route("/beheer/loting/{group:number}/stoppen", draw_desk.cancel, methods=POST),
]
