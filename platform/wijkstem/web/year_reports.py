"""Yearly reports for everybody: which ones there are, one edition to read or print, and the same as a file."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wijkstem.domain.permissions import may_report_year
from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.year_reports import ReportFacts, ReportPage, published_report, year_reports
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form
from wijkstem.web.links import edition_path, year_report_path
from wijkstem.web.pages import page
from wijkstem.web.photos import LOCKED, SECONDS
from wijkstem.web.public import for_everybody
from wijkstem.web.report_words import definitions, told_chapters
from wijkstem.web.wording import today
from wijkstem.web.work import ask, in_thread
from wijkstem.words.year_reports import ReportState

LIST = "/jaarverslag"
STATES = {
    ReportState.WRITING: N_("Hier wordt aan geschreven"),
    ReportState.OFFERED: N_("Ligt klaar om na te kijken"),
}


@for_everybody()
async def listing(request: Request) -> Response:
    """Every year of which there is a report; for officials what is being made as well."""
    return await list_page(request)


async def list_page(request: Request, form: Form | None = None, *, status: int = 200) -> Response:
    """The same, with a form that was refused."""
    who = visitor(request)
    every: tuple[ReportFacts, ...] = await ask(request, year_reports)
    last: dict[int, ReportFacts] = {}
    for one in every:
        if one.state is ReportState.PUBLISHED:
            last.setdefault(one.year, one)
    may_write = may_report_year(who.actor)
    busy = [one for one in every if one.state is not ReportState.PUBLISHED]
    return page(
        request,
        "year_reports/list.html",
        status=status,
        reports=[(year_report_path(one.year), one) for one in last.values()],
        busy=[(f"{year_report_path(one.year)}/concept", one) for one in busy] if may_write else [],
        states=STATES,
        may_write=may_write,
        form=form or Form({"year": str(today(request).year - 1)}),
    )


@for_everybody()
async def one(request: Request) -> Response:
    """The last edition of a year."""
    return await _report_page(request, None)


@for_everybody()
async def edition(request: Request) -> Response:
    """One edition, the last or an earlier one."""
    return await _report_page(request, request.path_params["edition"])


async def _found(request: Request, number: int | None) -> ReportPage:
    found: ReportPage = await ask(
        request, published_report, request.path_params["reported"], number
    )
    return found


async def _report_page(request: Request, number: int | None) -> Response:
    who, it = visitor(request), await _found(request, number)
    facts = it.facts
    return page(
        request,
        "year_reports/one.html",
        it=facts,
        chapters=told_chapters(it, it.figures, who.rules, who.lang),
        definitions=definitions(it.figures, who.lang),
        pdf=f"{edition_path(facts.year, facts.edition)}/pdf" if facts.pdf_key else "",
        last=it.editions[0],
        editions=[(edition_path(each.year, each.edition), each) for each in it.editions],
        may_write=may_report_year(who.actor),
    )


async def pdf(request: Request) -> Response:
    """An edition as a file. Raises NotFound while a worker has not made it."""
    it, kept = await _found(request, request.path_params["edition"]), services(request).files
    key = it.facts.pdf_key
    path = await in_thread(request, lambda: kept.path(key)) if kept and key else None
    if path is None or key is None:
        raise NotFound("no_file", "Dit bestand is er (nog) niet.")
    mark = f'"{key.rpartition("/")[2].partition(".")[0][:32]}"'
    called = f"jaarverslag-{it.facts.year}-editie-{it.facts.edition}.pdf"
    headers = {
        "Cache-Control": f"private, max-age={SECONDS}",
        "Content-Disposition": f'inline; filename="{called}"',
        "Content-Security-Policy": LOCKED,
        "ETag": mark,
    }
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="application/pdf", headers=headers)
