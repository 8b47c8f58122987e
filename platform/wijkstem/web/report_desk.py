"""Where officials write a year's report, offer it to a colleague, look at one, and publish it."""

from datetime import date, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.year_reports import (
    BeginYearReport,
    DropYearReport,
    OfferYearReport,
    PublishYearReport,
    ReturnYearReport,
    WriteChapter,
)
from wijkstem.domain import year_reports as rules
from wijkstem.domain.permissions import may_report_year, require
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound
from wijkstem.queries.report_figures import YearFigures, report_figures
from wijkstem.queries.year_reports import ReportPage, report_draft
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import SAY_IT, official_warnings
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import year_report_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.report_words import SLUGS, TITLES, ToldChapter, definitions, told_chapters
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.web.year_reports import LIST, list_page
from wijkstem.words.year_reports import Chapter, ReportState

BEGUN = notice("ok", "U kunt nu aan het jaarverslag schrijven.")
WRITTEN = notice("ok", "Uw tekst is bewaard.")
OFFERED = notice("ok", "Het jaarverslag ligt klaar voor een collega. De cijfers staan nu vast.")
RETURNED = notice("ok", "U kunt weer aan het jaarverslag schrijven. De cijfers lopen weer mee.")
PUBLISHED = notice("ok", "Het jaarverslag is gepubliceerd. Het PDF-bestand volgt zo.")
DROPPED = notice("ok", "Het concept is weggegooid.")


def _writer(request: Request) -> None:
    require(may_report_year(visitor(request).actor))


async def _draft(request: Request) -> ReportPage:
    _writer(request)
    found: ReportPage = await ask(request, report_draft, request.path_params["reported"])
    return found


def _path(it: ReportPage) -> str:
    return f"{year_report_path(it.facts.year)}/concept"


async def begin_now(request: Request) -> Response:
    """Begin a year's report, or go on with the one that is there."""
    _writer(request)
    values = await read_form(request)
    year = inputs.whole(values.get("year"))
    try:
        await do(request, BeginYearReport(year))
    except Invalid as wrong:
        return await list_page(request, refused(values, wrong, visitor(request).lang), status=422)
    back = f"{year_report_path(year)}/concept"
    return await arrived(request, redirect(request, back, notice=BEGUN))


async def draft(request: Request) -> Response:
    """The whole report as it stands, with what can be done now."""
    return await _draft_page(request, await _draft(request))


async def _figures(request: Request, it: ReportPage) -> YearFigures:
    """Of a report that is looked at: as they stand still. Else those of the end of yesterday."""
    facts = it.facts
    if facts.as_of is not None and facts.position is not None:
        return YearFigures(facts.year, facts.as_of, facts.position, it.figures)
    found: YearFigures = await ask(
        request,
        report_figures,
        facts.year,
        rules=visitor(request).rules,
        as_of=_yesterday(request),
    )
    return found


def _yesterday(request: Request) -> date:
    return today(request) - timedelta(days=1)


async def _draft_page(
    request: Request,
    it: ReportPage,
    *,
    status: int = 200,
    problem: str = "",
    form: Form | None = None,
) -> Response:
    who, figures = visitor(request), await _figures(request, it)
    return page(
        request,
        "year_reports/draft.html",
        status=status,
        it=it.facts,
        url=_path(it),
        chapters=told_chapters(it, figures.figures, who.rules, who.lang),
        definitions=definitions(figures.figures, who.lang),
        as_of=figures.as_of,
        problem=problem,
        form=form or Form(),
        empty={one.chapter.value for one in it.chapters if not one.text},
        own=it.facts.offered_by is not None and it.facts.offered_by == who.actor.person_id,
    )


def _named(request: Request) -> Chapter:
    slug = request.path_params["chapter"]
    found = next((one for one, name in SLUGS.items() if name == slug), None)
    if found is None:
        raise NotFound("unknown_chapter", "Dit hoofdstuk is er niet.")
    return found


async def chapter(request: Request) -> Response:
    """The form of a chapter, with its figures beside it."""
    it = await _draft(request)
    now = it.chapter(_named(request))
    start = {"revision": str(now.revision), "text": now.text}
    return await _chapter_page(request, it, Form(start | await kept(request)))


async def _chapter_page(
    request: Request,
    it: ReportPage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
    warned: object = (),
    other: str = "",
) -> Response:
    who, figures = visitor(request), await _figures(request, it)
    every: list[ToldChapter] = told_chapters(it, figures.figures, who.rules, who.lang)
    [told] = [one for one in every if one.chapter is _named(request)]
    return page(
        request,
        "year_reports/chapter.html",
        status=status,
        it=it.facts,
        told=told,
        form=form,
        back=_path(it),
        as_of=figures.as_of,
        writing=it.facts.state is ReportState.WRITING,
        problem=problem,
        warned=warned,
        other=other,
        most=rules.TEXT_MOST,
    )


async def write_now(request: Request) -> Response:
    """Keep a chapter. Refused, doubted or too late: what was typed is still there."""
    it, values, who = await _draft(request), await read_form(request), visitor(request)
    name = _named(request)
    it.chapter(name)
    typed = values.get("text", "")
    warned = official_warnings({"text": typed}, who.lang)
    if warned and values.get("gevonden") != "ja":
        form = Form(values, {"gevonden": translated(SAY_IT, who.lang)})
        return await _chapter_page(request, it, form, status=422, warned=warned)
    revision = inputs.whole(values.get("revision"))
    try:
        await do(request, WriteChapter(it.facts.id, name, revision, typed))
    except Invalid as wrong:
        form = refused(values, wrong, who.lang)
        return await _chapter_page(request, it, form, status=422, warned=warned)
    except Conflict as no:
        it = await _draft(request)
        now = it.chapter(name)
        form = Form({**values, "revision": str(now.revision)})
        said = sentence(no, who.lang)
        return await _chapter_page(
            request, it, form, status=409, problem=said, warned=warned, other=now.text
        )
    return await arrived(request, redirect(request, _path(it), notice=WRITTEN))


async def offer_now(request: Request) -> Response:
    """Ask a colleague to look: the figures of yesterday stand still from here on."""
    it, values = await _draft(request), await read_form(request)
    figures = await _figures(request, it)
    command = OfferYearReport(
        it.facts.id,
        inputs.whole(values.get("revision")),
        figures.figures,
        figures.as_of,
        figures.position,
    )
    try:
        await do(request, command)
    except Invalid as wrong:
        return await _empty_page(request, it, wrong)
    except Conflict as no:
        return await _refused_page(request, no)
    return redirect(request, _path(it), notice=OFFERED)


async def _empty_page(request: Request, it: ReportPage, wrong: Invalid) -> Response:
    """Each chapter without a text, by its name and with the way to it."""
    lang = visitor(request).lang
    errors = {
        SLUGS[Chapter(name)]: f"{translated(TITLES[Chapter(name)], lang)}: {sentence(error, lang)}"
        for name, error in wrong.fields.items()
    }
    return await _draft_page(request, it, status=422, form=Form({}, errors))


async def _refused_page(request: Request, no: Conflict | NotAllowed) -> Response:
    said = sentence(no, visitor(request).lang)
    status = 409 if isinstance(no, Conflict) else 403
    return await _draft_page(request, await _draft(request), status=status, problem=said)


async def return_now(request: Request) -> Response:
    """Back to writing."""
    it = await _draft(request)
    try:
        await do(request, ReturnYearReport(it.facts.id))
    except Conflict as no:
        return await _refused_page(request, no)
    return redirect(request, _path(it), notice=RETURNED)


async def publish_now(request: Request) -> Response:
    """The second official lets it out."""
    it, values = await _draft(request), await read_form(request)
    try:
        await do(request, PublishYearReport(it.facts.id, values.get("digest", "")))
    except (Conflict, NotAllowed) as no:
        return await _refused_page(request, no)
    return redirect(request, year_report_path(it.facts.year), notice=PUBLISHED)


async def drop_now(request: Request) -> Response:
    """Throw the draft away."""
    it = await _draft(request)
    report_id: UUID = it.facts.id
    try:
        await do(request, DropYearReport(report_id))
    except Conflict as no:
        return await _refused_page(request, no)
    return redirect(request, LIST, notice=DROPPED)
