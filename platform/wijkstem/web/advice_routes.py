"""Addresses of the room for advice on a council proposal, and of the note of answer; `means_routes.py` takes them in."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import comments, passages, response_notes

GET, POST = ["GET"], ["POST"]

_OWN: Final = "/meedoen/{consulted:number}/mijn-reacties"
_SAID: Final = "/meedoen/{consulted:number}/reacties/{comment:uuid}/melden"
_NOTE: Final = "/beheer/meedoen/{advised:number}/nota"
_CUT: Final = "/beheer/meedoen/{cut:number}/stukken"
ADVICE: Final[list[BaseRoute]] = [
    Route("/meedoen/{consulted:number}/reacties", comments.listing, methods=GET),
    Route(_SAID, comments.report, methods=GET),
    Route(_SAID, comments.report_now, methods=POST),
    Route("/meedoen/{consulted:number}/reageren/{passage:int}", comments.give, methods=GET),
    Route("/meedoen/{consulted:number}/reageren/{passage:int}", comments.give_now, methods=POST),
    Route(_OWN, comments.mine, methods=GET),
    Route(_OWN + "/{comment:uuid}", comments.change, methods=GET),
    Route(_OWN + "/{comment:uuid}", comments.change_now, methods=POST),
    Route(_OWN + "/{comment:uuid}/terugnemen", comments.take_back, methods=POST),
    Route("/meedoen/{noted:number}/reactienota", response_notes.note, methods=GET),
    Route("/meedoen/{noted:number}/reactienota.csv", response_notes.table, methods=GET),
    Route("/meedoen/{noted:number}/reactienota.pdf", response_notes.document, methods=GET),
    Route(_CUT, passages.show, methods=GET),
    Route(_CUT, passages.join_now, methods=POST),
    Route(_CUT + "/{passage:int}", passages.edit, methods=GET),
    Route(_CUT + "/{passage:int}", passages.edit_now, methods=POST),
    Route(_NOTE, response_notes.desk, methods=GET),
    Route(_NOTE + "/antwoord", response_notes.answer_now, methods=POST),
    Route(_NOTE + "/samenvatting", response_notes.summarise_now, methods=POST),
    Route(_NOTE + "/vaststellen", response_notes.adopt_now, methods=POST),
]
