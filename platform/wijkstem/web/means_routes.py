"""Addresses of the ways of taking part that were opened; each room has its own list of addresses, put together here."""

from typing import Final

from starlette.routing import BaseRoute, Route

from wijkstem.web import (
    choosing,
    dialogue,
    means,
    means_desk,
    means_ending,
    outcome_files,
    outcomes,
    vote_desk,
    vote_room,
)
from wijkstem.web.advice_routes import ADVICE
from wijkstem.web.discussion_routes import DISCUSSION

GET, POST = ["GET"], ["POST"]

MEANS: Final[list[BaseRoute]] = [
    Route("/meedoen", means.listing, methods=GET),
    # The rooms' own addresses, all below /meedoen/{means:number}/, come here.
    Route("/meedoen/{voted:number}/stemming/regels.json", vote_room.rule_file, methods=GET),
    Route("/meedoen/{counted:number}/uitslag.csv", outcome_files.vote_table, methods=GET),
    Route("/meedoen/{counted:number}/uitslag.pdf", outcome_files.vote_document, methods=GET),
    Route("/beheer/meedoen/{vote:number}/stemming", vote_desk.show, methods=GET),
    Route("/beheer/meedoen/{vote:number}/stemming", vote_desk.act, methods=POST),
    *ADVICE,
    Route("/meedoen/{dialogue:number}/stellingen", dialogue.answer, methods=GET),
    Route("/meedoen/{dialogue:number}/stellingen", dialogue.answer_now, methods=POST),
    Route("/meedoen/{dialogue:number}/stellingen.csv", dialogue.sheet, methods=GET),
    Route("/meedoen/{dialogue:number}/mijn-antwoorden", dialogue.answers, methods=GET),
    Route("/meedoen/{dialogue:number}/nieuwe-stelling", dialogue.propose, methods=GET),
    Route("/meedoen/{dialogue:number}/nieuwe-stelling", dialogue.propose_now, methods=POST),
    Route("/beheer/meedoen/{dialogue:number}/stellingen", dialogue.desk, methods=GET),
    Route("/beheer/meedoen/{dialogue:number}/stellingen", dialogue.desk_now, methods=POST),
    *DISCUSSION,
    Route("/meedoen/{means:number}", means.one, methods=GET),
    Route("/meedoen/{means:number}-{words}", means.one, methods=GET),
    # The guided choice.
    Route("/meedoen/keuze/{choice:uuid}", choosing.one, methods=GET),
    Route("/beheer/meedoen/keuze", choosing.begin, methods=GET),
    Route("/beheer/meedoen/keuze", choosing.act, methods=POST),
    # What came out, at the clerk's desk.
    Route("/griffie/meedoen/{decided:number}", outcomes.show, methods=GET),
    Route("/griffie/meedoen/{decided:number}", outcomes.act, methods=POST),
    # The desk, where they are opened and ended.
    Route("/beheer/meedoen", means_desk.listing, methods=GET),
    Route("/beheer/meedoen/nieuw", means_desk.make, methods=GET),
    Route("/beheer/meedoen/nieuw", means_desk.make_now, methods=POST),
    Route("/beheer/meedoen/{means:number}", means_desk.manage, methods=GET),
    Route("/beheer/meedoen/{means:number}", means_desk.announce, methods=POST),
    Route("/beheer/meedoen/{means:number}/wijzigen", means_desk.change, methods=GET),
    Route("/beheer/meedoen/{means:number}/wijzigen", means_desk.change_now, methods=POST),
    Route("/beheer/meedoen/{means:number}/stoppen", means_ending.stop, methods=GET),
    Route("/beheer/meedoen/{means:number}/stoppen", means_ending.stop_now, methods=POST),
    Route("/beheer/meedoen/{means:number}/sluiten", means_ending.close, methods=GET),
    Route("/beheer/meedoen/{means:number}/sluiten", means_ending.close_now, methods=POST),
    Route("/beheer/meedoen/{closed:number}/uitkomst", means_ending.account, methods=GET),
    Route("/beheer/meedoen/{closed:number}/uitkomst", means_ending.account_now, methods=POST),
]
