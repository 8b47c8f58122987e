"""Addresses of what the council is asked to decide, and of whom the municipality works with; `routes.py` has the rest."""

from starlette.routing import Route

from wijkstem.web import (
    council_proposals,
    partnership_desk,
    partnerships,
    proposal_desk,
    remarks,
)

GET = ["GET"]
POST = ["POST"]

COUNCIL = (
    # What the council is asked to decide, to read and to ask about; and what is said during a meeting.
    Route("/raadsvoorstellen", council_proposals.listing, methods=GET),
    Route("/raadsvoorstellen/nieuw", proposal_desk.write, methods=GET),
    Route("/raadsvoorstellen/nieuw", proposal_desk.write_now, methods=POST),
    Route("/raadsvoorstellen/{proposal:number}/wijzigen", proposal_desk.change, methods=GET),
    Route("/raadsvoorstellen/{proposal:number}/wijzigen", proposal_desk.change_now, methods=POST),
    Route("/raadsvoorstellen/{proposal:number}/nakijken", proposal_desk.check, methods=GET),
    Route("/raadsvoorstellen/{proposal:number}/nakijken", proposal_desk.open_now, methods=POST),
    Route("/raadsvoorstellen/{proposal:number}/intrekken", proposal_desk.withdraw, methods=GET),
    Route(
        "/raadsvoorstellen/{proposal:number}/intrekken", proposal_desk.withdraw_now, methods=POST
    ),
    Route("/raadsvoorstellen/{proposal:number}/vragen", remarks.ask_form, methods=GET),
    Route("/raadsvoorstellen/{proposal:number}/vragen", remarks.ask_now, methods=POST),
    Route("/raadsvoorstellen/{proposal:number}", council_proposals.one, methods=GET),
    Route("/raadsvoorstellen/{proposal:number}-{words}", council_proposals.one, methods=GET),
    Route("/dossiers/{dossier:number}/reageren", remarks.react_form, methods=GET),
    Route("/dossiers/{dossier:number}/reageren", remarks.react_now, methods=POST),
    Route("/vragen/{remark:uuid}/antwoord", remarks.answer, methods=GET),
    Route("/vragen/{remark:uuid}/antwoord", remarks.answer_now, methods=POST),
    Route("/vragen/{remark:uuid}/melden", remarks.report, methods=GET),
    Route("/vragen/{remark:uuid}/melden", remarks.report_now, methods=POST),
    # Whom the municipality works with.
    Route("/samenwerkingen", partnerships.listing, methods=GET),
    Route("/samenwerkingen.csv", partnerships.table, methods=GET),
    Route("/samenwerkingen/nieuw", partnership_desk.register, methods=GET),
    Route("/samenwerkingen/nieuw", partnership_desk.register_now, methods=POST),
    Route("/samenwerkingen/{partnership:uuid}", partnerships.one, methods=GET),
    Route("/samenwerkingen/{partnership:uuid}/wijzigen", partnership_desk.change, methods=GET),
    Route("/samenwerkingen/{partnership:uuid}/wijzigen", partnership_desk.change_now, methods=POST),
    Route("/samenwerkingen/{partnership:uuid}/herzien", partnership_desk.review, methods=GET),
    Route("/samenwerkingen/{partnership:uuid}/herzien", partnership_desk.review_now, methods=POST),
    Route("/samenwerkingen/{partnership:uuid}/punten", partnership_desk.link, methods=POST),
    Route("/samenwerkingen/{partnership:uuid}/punt-weg", partnership_desk.unlink, methods=POST),
)
