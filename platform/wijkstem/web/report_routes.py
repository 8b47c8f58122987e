"""The addresses of the yearly report: what came in, what became of it, and what was learned; part of `routes.py`."""

from typing import Final

from starlette.routing import Route

from wijkstem.web import report_desk, year_reports

GET: Final = ["GET"]
POST: Final = ["POST"]

YEARLY: Final = [
    Route("/jaarverslag", year_reports.listing, methods=GET),
    Route("/jaarverslag", report_desk.begin_now, methods=POST),
    Route("/jaarverslag/{reported:int}", year_reports.one, methods=GET),
    Route("/jaarverslag/{reported:int}/editie/{edition:int}", year_reports.edition, methods=GET),
    Route(
        "/jaarverslag/{reported:int}/editie/{edition:int}/pdf",
        year_reports.pdf,
        methods=GET,
    ),
    Route("/jaarverslag/{reported:int}/concept", report_desk.draft, methods=GET),
    Route("/jaarverslag/{reported:int}/concept/aanbieden", report_desk.offer_now, methods=POST),
    Route("/jaarverslag/{reported:int}/concept/terughalen", report_desk.return_now, methods=POST),
    Route("/jaarverslag/{reported:int}/concept/publiceren", report_desk.publish_now, methods=POST),
    Route("/jaarverslag/{reported:int}/concept/weggooien", report_desk.drop_now, methods=POST),
    Route("/jaarverslag/{reported:int}/concept/tekst/{chapter}", report_desk.chapter, methods=GET),
    Route(
        "/jaarverslag/{reported:int}/concept/tekst/{chapter}", report_desk.write_now, methods=POST
    ),
]
