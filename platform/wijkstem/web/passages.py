"""The desk where officials join, split and correct the passages of an advice before it opens."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.cutting_passages import CorrectPassage, JoinPassages, SplitPassage
from wijkstem.domain.cutting import TEXT_MOST
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.queries.means import MeansFacts
from wijkstem.queries.passages import PassageOnDesk, PassagesOnDesk, passages_on_desk
from wijkstem.web import inputs
from wijkstem.web.comment_words import where
from wijkstem.web.comments import advice
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.proposal_words import PARTS
from wijkstem.web.wording import now
from wijkstem.web.work import ask, do
from wijkstem.words.means import MeansState

JOINED = notice("ok", "Twee stukken zijn nu één stuk.")
SPLIT = notice("ok", "Het stuk is gesplitst.")
CORRECTED = notice("ok", "De tekst van het stuk is bewaard.")
#: What everybody will read.
_READ = ("text",)


def _here(it: MeansFacts) -> str:
    return f"/beheer/meedoen/{it.number}/stukken"


async def _cut(request: Request) -> MeansFacts:
    """The means of the address, for who may cut its text."""
    require(may_open_means(visitor(request).actor))
    return await advice(request)


def _can(request: Request, it: MeansFacts) -> bool:
    """Whether it was not opened yet."""
    opens = it.opens_at
    return it.state is MeansState.ANNOUNCED and opens is not None and now(request) < opens


async def show(request: Request) -> Response:
    """Every passage, with what can be done with it."""
    return await _list(request, await _cut(request))


async def _list(
    request: Request, it: MeansFacts, *, status: int = 200, problem: str = ""
) -> Response:
    found: PassagesOnDesk = await ask(request, passages_on_desk, it.id)
    lang = visitor(request).lang
    return page(
        request,
        "comments/passages.html",
        status=status,
        form=Form(),
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        here=_here(it),
        found=found,
        named=[
            (translated(name, lang), [one for one in found.passages if one.part is part])
            for part, name in PARTS.items()
        ],
        can=_can(request, it),
    )


async def join_now(request: Request) -> Response:
    """One of two. Refused or too late: why, with how it is now."""
    it, values = await _cut(request), await read_form(request)
    number = inputs.whole(values.get("number"))
    try:
        await do(request, JoinPassages(it.id, inputs.whole(values.get("revision")), number))
    except (RuleBroken, Conflict) as no:
        said = sentence(no, visitor(request).lang)
        return await _list(request, it, status=409, problem=said)
    return redirect(request, f"{_here(it)}#stuk-{number}", notice=JOINED)


async def edit(request: Request) -> Response:
    """The text of one passage, to correct or split it."""
    it = await _cut(request)
    found: PassagesOnDesk = await ask(request, passages_on_desk, it.id)
    one = _one(request, found)
    start = {"text": one.text, "revision": str(found.revision)}
    return await _edit(request, it, Form(start | await kept(request)))


def _one(request: Request, found: PassagesOnDesk) -> PassageOnDesk:
    one = found.numbered(request.path_params["passage"])
    if one is None:
        raise NotFound("unknown_passage", "Dit stuk tekst is er niet.")
    return one


async def _edit(
    request: Request, it: MeansFacts, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    found: PassagesOnDesk = await ask(request, passages_on_desk, it.id)
    number = request.path_params["passage"]
    return page(
        request,
        "comments/passage.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        here=_here(it),
        number=number,
        where=where(number, visitor(request).lang),
        # None: a colleague made one of two meanwhile; what was typed is still there.
        passage=found.numbered(number),
        warnings=found_in(form.values, _READ, visitor(request).lang),
        can=_can(request, it),
        most=TEXT_MOST,
    )


async def edit_now(request: Request) -> Response:
    """Keep the text, or split where it has blank lines. Refused or too late: what was typed is still there."""
    it, values = await _cut(request), await read_form(request)
    lang, splits = visitor(request).lang, values.get("ga") == "splits"
    try:
        check_ticked(values, _READ)
        await do(request, _asked(request, it, values, splits=splits))
    except Invalid as wrong:
        return await _edit(request, it, refused(values, wrong, lang), status=422)
    except (RuleBroken, Conflict) as no:
        there: PassagesOnDesk = await ask(request, passages_on_desk, it.id)
        form = Form({**values, "revision": str(there.revision)})
        return await _edit(request, it, form, status=409, problem=sentence(no, lang))
    back = f"{_here(it)}#stuk-{request.path_params['passage']}"
    return await arrived(request, redirect(request, back, notice=SPLIT if splits else CORRECTED))


def _asked(
    request: Request, it: MeansFacts, values: Mapping[str, str], *, splits: bool
) -> SplitPassage | CorrectPassage:
    number, shown = request.path_params["passage"], inputs.whole(values.get("revision"))
    text = values.get("text", "")
    return (SplitPassage if splits else CorrectPassage)(it.id, shown, number, text)
