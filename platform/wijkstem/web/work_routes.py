"""The addresses of what was promised and is carried out; `routes.py` has all the others."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import carrying_out, promises, work_desk, work_parts

GET, POST = ["GET"], ["POST"]

WORK: Final[list[BaseRoute]] = [
    Route("/uitvoering", carrying_out.listing, methods=GET),
    Route("/uitvoering/onderdeel/{work_part:uuid}", work_parts.news, methods=GET),
    Route("/uitvoering/onderdeel/{work_part:uuid}", work_parts.tell, methods=POST),
    Route("/uitvoering/onderdeel/{work_part:uuid}/foto", work_parts.show, methods=POST),
    Route("/uitvoering/{work:number}", carrying_out.one, methods=GET),
    Route("/uitvoering/{work:number}/planning", work_desk.planning, methods=GET),
    Route("/uitvoering/{work:number}/planning", work_desk.plan, methods=POST),
    Route("/uitvoering/{work:number}/onderdeel", work_desk.part, methods=GET),
    Route("/uitvoering/{work:number}/onderdeel", work_desk.add, methods=POST),
    Route("/uitvoering/{work:number}/klaar", work_desk.ending, methods=GET),
    Route("/uitvoering/{work:number}/klaar", work_desk.end, methods=POST),
    Route("/uitvoering/{work:number}/stoppen", work_desk.stopping, methods=GET),
    Route("/uitvoering/{work:number}/stoppen", work_desk.stop, methods=POST),
    Route("/toezeggingen", promises.listing, methods=GET),
    Route("/toezeggingen/nieuw", promises.make, methods=GET),
    Route("/toezeggingen/nieuw", promises.make_now, methods=POST),
    Route("/toezeggingen/{promise:uuid}", promises.one, methods=GET),
    Route("/toezeggingen/{promise:uuid}/nieuws", promises.update, methods=GET),
    Route("/toezeggingen/{promise:uuid}/nieuws", promises.update_now, methods=POST),
]
