"""Advice on a council proposal: the room with the passages, what was said of each, and saying something oneself."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.comments import ChangeComment, GiveComment, WithdrawComment
from wijkstem.domain.comments import (
    ORGANISATION_MOST,
    WHY_MOST,
    WORDING_MOST,
    CommentForm,
    said_in,
)
from wijkstem.domain.means import is_open, require_known
from wijkstem.domain.permissions import require_login
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.comments import (
    AdviceRoom,
    CommentFacts,
    PassageFacts,
    advice_room,
    comment_by_id,
    comments_on,
    own_comment,
    own_comments,
    own_ids,
)
from wijkstem.queries.means import MeansFacts, MeansPage
from wijkstem.queries.paging import Paged
from wijkstem.web import inputs
from wijkstem.web.comment_words import ASSENTS, Told, comment_path, in_words, parts, told, where
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import notice
from wijkstem.web.opened_means import means_with_room
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.said_reports import Reportable, report_said, report_said_now
from wijkstem.web.wording import now
from wijkstem.web.work import ask, do
from wijkstem.words import Target
from wijkstem.words.comments import WHOLE, NoteState
from wijkstem.words.means import MeansKind

GIVEN = notice("ok", "Uw reactie staat op de website. U krijgt bericht als er een antwoord is.")
CHANGED = notice("ok", "Uw reactie is veranderd.")
TAKEN_BACK = notice("ok", "Uw reactie is weg.")


async def room(request: Request, found: MeansPage) -> Mapping[str, object]:
    """The text in passages, for the page of the means."""
    lang = visitor(request).lang
    inside: AdviceRoom = await ask(request, advice_room, found.means.id)
    note = inside.note
    return {
        "parts": parts(inside, lang),
        "gone": [one for one in inside.passages if one.gone],
        "in_words": {one.number: in_words(one.counts, lang) for one in inside.passages},
        "whole": in_words(inside.whole, lang),
        "said": {one.number: sum(one.counts.values()) for one in inside.passages},
        "said_of_whole": sum(inside.whole.values()),
        "total": inside.total,
        "adopted": note is not None and note.state is NoteState.ADOPTED,
        "base": base(found.means),
    }


def base(it: MeansFacts) -> str:
    """What the addresses of its room begin with."""
    return f"/meedoen/{it.number}"


async def advice(request: Request) -> MeansFacts:
    """The means of the address."""
    return await means_with_room(request, MeansKind.ADVICE)


def tell(request: Request, found: Iterable[CommentFacts], lang: str = "") -> list[Told]:
    """Comments in words, in the reader's language or in ``lang``."""
    who = visitor(request)
    return [told(one, lang or who.lang, who.rules.municipality.moderation) for one in found]


async def own_of(request: Request, it: MeansFacts) -> frozenset[UUID]:
    """The reader's own comments, which they do not report; none for who is not logged in."""
    person_id = visitor(request).actor.person_id
    if person_id is None:
        return frozenset()
    found: frozenset[UUID] = await ask(request, own_ids, it.id, person_id)
    return found


@for_everybody("stuk", "pagina")
async def listing(request: Request) -> Response:
    """What everybody said, with the answers; of one passage or of all."""
    it, lang = await advice(request), visitor(request).lang
    asked = request.query_params.get("stuk")
    passage = inputs.whole(asked) if asked else None
    found: Paged[CommentFacts] = await ask(
        request,
        comments_on,
        it.id,
        passage=passage,
        page=inputs.whole(request.query_params.get("pagina")),
    )
    return page(
        request,
        "comments/list.html",
        it=it,
        url=means_path(it.number, it.slug),
        base=base(it),
        found=found,
        rows=tell(request, found.rows),
        own=await own_of(request, it),
        passage=passage,
        where=where(passage, lang) if passage is not None else "",
    )


async def report(request: Request) -> Response:
    """Why a comment should not be there."""
    return await report_said(request, await _to_report(request))


async def report_now(request: Request) -> Response:
    """Report it."""
    return await report_said_now(request, await _to_report(request))


async def _to_report(request: Request) -> Reportable:
    it = await advice(request)
    found: CommentFacts | None = await ask(request, comment_by_id, request.path_params["comment"])
    if found is None or found.means_id != it.id or found.hidden:
        raise NotFound("unknown_comment", "Deze reactie is er niet, of niet meer.")
    words = said_in(found.organisation, found.why, found.wording)
    url = comment_path(it.number, found.passage)
    return Reportable(Target.COMMENT, found.id, words, url, it.title)


async def _passage(request: Request, it: MeansFacts, number: int) -> PassageFacts | None:
    """None for the whole. Raises NotFound for one that is not there."""
    if number == WHOLE:
        return None
    inside: AdviceRoom = await ask(request, advice_room, it.id)
    found = next((one for one in inside.passages if one.number == number), None)
    if found is None:
        raise NotFound("unknown_passage", "Dit stuk tekst is er niet.")
    return found


def _known(request: Request, it: MeansFacts) -> None:
    """Raises NotAllowed for who did not log in, or not in a way that tells enough here."""
    who = visitor(request)
    require_known(it, who.actor, who.rules.municipality)


async def give(request: Request) -> Response:
    """The form, under the passage that it is about."""
    it = await advice(request)
    _known(request, it)
    return await _form(request, it, Form({"form_id": str(new_id())} | await kept(request)))


async def _form(
    request: Request,
    it: MeansFacts,
    form: Form,
    *,
    number: int | None = None,
    own: CommentFacts | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    lang = visitor(request).lang
    number = request.path_params["passage"] if number is None else number
    passage = await _passage(request, it, number)
    return page(
        request,
        "comments/give.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        base=base(it),
        passage=passage,
        own=own,
        where=where(number, lang),
        open=is_open(it, now(request)) and not (passage and passage.gone),
        assents=[(one.value, translated(text, lang)) for one, text in ASSENTS.items()],
        most={"why": WHY_MOST, "wording": WORDING_MOST, "organisation": ORGANISATION_MOST},
    )


def _typed(values: Mapping[str, str]) -> CommentForm:
    return CommentForm(
        values.get("assent", ""),
        values.get("why", ""),
        values.get("wording", ""),
        values.get("for") == "organisation",
        values.get("organisation", ""),
    )


async def give_now(request: Request) -> Response:
    """Say it. Refused or too late: what was typed is still there."""
    it, values = await advice(request), await read_form(request)
    _known(request, it)
    number, lang = request.path_params["passage"], visitor(request).lang
    form_id = inputs.identifier(values.get("form_id"))
    try:
        await do(request, GiveComment(it.id, number, _typed(values), form_id))
    except Invalid as wrong:
        return await _form(request, it, refused(values, wrong, lang), status=422)
    except RuleBroken as no:
        return await _form(request, it, Form(values), status=422, problem=sentence(no, lang))
    back = redirect(request, f"{base(it)}/mijn-reacties", notice=GIVEN)
    return await arrived(request, back)


async def mine(request: Request) -> Response:
    """What one said oneself, with the answers, to change or take back while that is possible."""
    it = await advice(request)
    person_id = require_login(visitor(request).actor)
    found: tuple[CommentFacts, ...] = await ask(request, own_comments, it.id, person_id)
    return page(
        request,
        "comments/mine.html",
        it=it,
        url=means_path(it.number, it.slug),
        base=base(it),
        rows=tell(request, found),
        open=is_open(it, now(request)),
    )


async def _own(request: Request, it: MeansFacts) -> CommentFacts:
    person_id = require_login(visitor(request).actor)
    found: CommentFacts = await ask(request, own_comment, request.path_params["comment"], person_id)
    if found.means_id != it.id:
        raise NotFound("unknown_comment", "Deze reactie is er niet, of niet meer.")
    return found


async def change(request: Request) -> Response:
    """The same form, with what was said."""
    it = await advice(request)
    own = await _own(request, it)
    start = {
        "assent": own.assent.value,
        "why": own.why,
        "wording": own.wording,
        "revision": str(own.revision),
        "for": "organisation" if own.organisation else "person",
        "organisation": own.organisation,
    }
    return await _form(request, it, Form(start | await kept(request)), number=own.passage, own=own)


async def change_now(request: Request) -> Response:
    """Say it otherwise. Refused or too late: what was typed is still there."""
    it, values = await advice(request), await read_form(request)
    own, lang = await _own(request, it), visitor(request).lang
    form = CommentForm(values.get("assent", ""), values.get("why", ""), values.get("wording", ""))
    try:
        await do(request, ChangeComment(own.id, inputs.whole(values.get("revision")), form))
    except Invalid as wrong:
        again = refused(values, wrong, lang)
        return await _form(request, it, again, number=own.passage, own=own, status=422)
    except (RuleBroken, Conflict) as no:
        typed, said = Form({**values, "revision": str(own.revision)}), sentence(no, lang)
        return await _form(
            request, it, typed, number=own.passage, own=own, status=409, problem=said
        )
    return await arrived(request, redirect(request, f"{base(it)}/mijn-reacties", notice=CHANGED))


async def take_back(request: Request) -> Response:
    """Once or ten times is the same."""
    it = await advice(request)
    require_login(visitor(request).actor)
    comment_id: UUID = request.path_params["comment"]
    await do(request, WithdrawComment(comment_id))
    return redirect(request, f"{base(it)}/mijn-reacties", notice=TAKEN_BACK)
