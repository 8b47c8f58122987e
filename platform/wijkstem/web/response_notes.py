"""The note of answer: for everybody as page, table and document, and the desk where officials answer every comment."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.response_notes import AdoptNote, AnswerComments, SummariseComments
from wijkstem.domain.comments import REASONS_MOST, SUMMARY_MOST, AnswerForm
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.queries.comments import (
    CommentFacts,
    NoteFacts,
    Waiting,
    comments_on,
    every_comment,
    note_facts,
    waiting,
)
from wijkstem.queries.means import MeansFacts
from wijkstem.queries.outcomes import OutcomeFacts, outcome_of
from wijkstem.queries.paging import Paged
from wijkstem.web import inputs
from wijkstem.web.comment_words import RESPONSES, Told, hidden_words
from wijkstem.web.comments import advice, base, own_of, tell
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import notice
from wijkstem.web.outcome_files import outcome_file
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.spreadsheets import download, spreadsheet
from wijkstem.web.work import ask, do
from wijkstem.words.comments import NoteState
from wijkstem.words.means import MeansState

ANSWERED = notice("ok", "Uw antwoord staat bij de reacties.")
SUMMARISED = notice("ok", "De samenvatting is bewaard.")
ADOPTED = notice("ok", "De nota staat vast. Wie een reactie gaf, krijgt bericht.")
#: The name of a tick, before the id of the comment.
TICK = "reactie-"
COLUMNS = (
    N_("Waarover"),
    N_("Tekst"),
    N_("Mening"),
    N_("Reactie"),
    N_("Andere tekst"),
    N_("Namens"),
    N_("Wat doen wij ermee"),
    N_("Waarom"),
)


async def _adopted(request: Request, it: MeansFacts) -> NoteFacts:
    """Raises NotFound for a note that does not stand yet."""
    note: NoteFacts | None = await ask(request, note_facts, it.id)
    if note is None or note.state is not NoteState.ADOPTED:
        raise NotFound("no_note", "De nota met antwoorden is er nog niet.")
    return note


@for_everybody("pagina")
async def note(request: Request) -> Response:
    """What was said in short, and every comment with its answer."""
    it = await advice(request)
    stands = await _adopted(request, it)
    found: Paged[CommentFacts] = await ask(
        request, comments_on, it.id, page=inputs.whole(request.query_params.get("pagina"))
    )
    came: OutcomeFacts | None = await ask(request, outcome_of, it.id)
    return page(
        request,
        "comments/note.html",
        pdf=came is not None and came.pdf_key is not None,
        it=it,
        url=means_path(it.number, it.slug),
        base=base(it),
        note=stands,
        found=found,
        rows=tell(request, found.rows),
        own=await own_of(request, it),
    )


async def _every(
    request: Request, it: MeansFacts, lang: str = "", *, hidden: bool = False
) -> list[Told]:
    found: tuple[CommentFacts, ...] = await ask(request, every_comment, it.id, hidden=hidden)
    return tell(request, found, lang)


@for_everybody()
async def table(request: Request) -> Response:
    """The same for a spreadsheet."""
    it, lang = await advice(request), visitor(request).lang
    await _adopted(request, it)
    lines = [
        (
            one.where,
            one.it.text,
            one.assent,
            hidden_words(one, lang) or one.it.why,
            one.it.wording,
            one.it.organisation,
            one.response,
            one.it.reasons,
        )
        for one in await _every(request, it)
    ]
    made = spreadsheet([translated(name, lang) for name in COLUMNS], lines)
    return download(made.encode(), "text/csv; charset=utf-8", f"reactienota-{it.number}.csv")


async def document(request: Request) -> Response:
    """The same as a tagged PDF, in Dutch: it is a document of the municipality."""
    it = await advice(request)
    await _adopted(request, it)
    return await outcome_file(request, it, f"reactienota-{it.number}.pdf")


def note_content(
    it: MeansFacts, note: NoteFacts, rows: list[Told], municipality: str
) -> Mapping[str, object]:
    """What stands in the document, as data."""
    day = note.adopted_on
    assert day is not None
    return {
        "title": f"Reactienota: {it.title}",
        "municipality": municipality,
        "published": {"year": day.year, "month": day.month, "day": day.day},
        "adopted": f"Vastgesteld op {long_date(day, 'nl')}.",
        "summary": [one.splitlines() for one in note.summary.split("\n\n")],
        "comments": [_lines(one) for one in rows],
    }


def _lines(one: Told) -> dict[str, object]:
    it = one.it
    said = [
        ("De tekst", it.text),
        ("Mening", one.assent),
        ("Reactie", hidden_words(one, "nl") or it.why),
        ("Voorstel voor de tekst", it.wording),
        ("Namens", it.organisation),
        ("Wat doen wij ermee?", one.response),
        ("Waarom?", it.reasons),
    ]
    return {"about": one.where, "lines": [[name, text] for name, text in said if text]}


# --- the desk ------------------------------------------------------------------------------------------


async def desk(request: Request) -> Response:
    """Every comment, those without an answer first asked for."""
    require(may_open_means(visitor(request).actor))
    return await _desk(request, await advice(request), Form())


async def _desk(
    request: Request, it: MeansFacts, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    lang, asked = visitor(request).lang, request.query_params
    everything = asked.get("toon") == "alles"
    found: Paged[CommentFacts] = await ask(
        request,
        comments_on,
        it.id,
        unanswered=not everything,
        hidden=True,
        page=inputs.whole(asked.get("pagina")),
    )
    begun: NoteFacts | None = await ask(request, note_facts, it.id)
    left: Waiting = await ask(request, waiting, it.id)
    values = {"summary": begun.summary if begun else "", **form.values}
    return page(
        request,
        "comments/desk.html",
        status=status,
        form=Form(values, form.errors),
        warnings=found_in(form.values, ("reasons",), visitor(request).lang),
        in_summary=found_in(values, ("summary",), visitor(request).lang),
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        base=base(it),
        here=f"/beheer/meedoen/{it.number}/nota",
        note=begun,
        adopted=begun is not None and begun.state is NoteState.ADOPTED,
        closed=it.state in {MeansState.CLOSED, MeansState.ACCOUNTED},
        left=left,
        everything=everything,
        found=found,
        rows=tell(request, found.rows),
        tick=TICK,
        responses=[(one.value, translated(text, lang)) for one, text in RESPONSES.items()],
        most={"reasons": REASONS_MOST, "summary": SUMMARY_MOST},
    )


def _ticked(values: Mapping[str, str]) -> dict[UUID, int]:
    """The comments that were ticked, each with the revision of the answer that the page showed."""
    return {
        comment_id: inputs.whole(shown)
        for name, shown in values.items()
        if name.startswith(TICK)
        and (comment_id := inputs.identifier(name.removeprefix(TICK))) is not None
    }


async def answer_now(request: Request) -> Response:
    """One answer to what was ticked: looked over first, then kept. Refused: ticks and words are still there."""
    require(may_open_means(visitor(request).actor))
    it, values, lang = (
        await advice(request),
        await read_form(request, most=500),
        visitor(request).lang,
    )
    form = AnswerForm(values.get("response", ""), values.get("reasons", ""))
    ticked = _ticked(values)
    try:
        form.cleaned()
        check_ticked(values, ("reasons",))
        if values.get("ga") != "bewaar" and len(ticked) > 1:
            return await _look_over(request, it, values, ticked)
        await do(request, AnswerComments(it.id, ticked, form))
    except Invalid as wrong:
        return await _desk(request, it, refused(values, wrong, lang), status=422)
    except (RuleBroken, Conflict) as no:
        said = sentence(no, lang)
        return await _desk(request, it, Form(values), status=409, problem=said)
    return redirect(request, f"/beheer/meedoen/{it.number}/nota", notice=ANSWERED)


async def _look_over(
    request: Request, it: MeansFacts, values: Mapping[str, str], ticked: Mapping[UUID, int]
) -> Response:
    lang = visitor(request).lang
    rows = [one for one in await _every(request, it, hidden=True) if one.it.id in ticked]
    chosen = next(text for one, text in RESPONSES.items() if one == values.get("response"))
    return page(
        request,
        "comments/look.html",
        it=it,
        url=means_path(it.number, it.slug),
        here=f"/beheer/meedoen/{it.number}/nota",
        rows=rows,
        values=values,
        tick=TICK,
        shown={one.it.id: ticked[one.it.id] for one in rows},
        response=translated(chosen, lang),
    )


async def summarise_now(request: Request) -> Response:
    """Keep what people said in short. Refused: it is still there."""
    require(may_open_means(visitor(request).actor))
    it, values, lang = await advice(request), await read_form(request), visitor(request).lang
    revision = inputs.whole(values.get("revision"))
    try:
        check_ticked(values, ("summary",))
        await do(request, SummariseComments(it.id, revision, values.get("summary", "")))
    except Invalid as wrong:
        return await _desk(request, it, refused(values, wrong, lang), status=422)
    except (RuleBroken, Conflict) as no:
        said = sentence(no, lang)
        return await _desk(request, it, Form(values), status=409, problem=said)
    return redirect(request, f"/beheer/meedoen/{it.number}/nota", notice=SUMMARISED)


async def adopt_now(request: Request) -> Response:
    """It stands. Refused: why."""
    require(may_open_means(visitor(request).actor))
    it, values, lang = await advice(request), await read_form(request), visitor(request).lang
    try:
        await do(request, AdoptNote(it.id, inputs.whole(values.get("revision"))))
    except Invalid as wrong:
        return await _desk(request, it, refused({}, wrong, lang), status=422)
    except (RuleBroken, Conflict) as no:
        return await _desk(request, it, Form(), status=409, problem=sentence(no, lang))
    return redirect(request, f"{base(it)}/reactienota", notice=ADOPTED)
