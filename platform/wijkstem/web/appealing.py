"""Asking that another official looks at a decision again."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.appeals import MakeAppeal
from wijkstem.domain.permissions import may_edit, require_login
from wijkstem.domain.reports import WORDS_MOST
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.reports import ToAppeal, decision_to_appeal
from wijkstem.web import said_appealing
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import term_words, today
from wijkstem.web.work import ask, do
from wijkstem.words import APPEALABLE, Target, Verdict

DECIDED = {
    Verdict.REFUSED: N_("De gemeente liet uw plan niet toe."),
    Verdict.HIDDEN: N_("De gemeente verborg uw plan."),
    Verdict.LEFT: N_("De gemeente liet staan wat u meldde."),
}
HID = {
    Target.PHOTO: N_("De gemeente verborg een foto bij uw plan."),
    Target.FILM: N_("De gemeente heeft de film bij uw plan verborgen."),
}


async def before(request: Request) -> Response:
    """What was decided, with room to say why that is not right."""
    if (said := await said_appealing.found(request)) is not None:
        return await said_appealing.show(request, said)
    it = await _found(request)
    return _page(request, it, Form(await kept(request)))


async def _found(request: Request) -> ToAppeal:
    """The decision of the address. Raises NotFound when it does not concern this visitor."""
    who = visitor(request)
    me = require_login(who.actor)
    decision_id: UUID = request.path_params["decision"]
    it: ToAppeal | None = await ask(request, decision_to_appeal, decision_id, me)
    if it is None or it.verdict not in APPEALABLE or not _concerns(it, request):
        raise NotFound("unknown_decision", "Dit besluit bestaat niet.")
    return it


def _concerns(it: ToAppeal, request: Request) -> bool:
    if it.verdict is Verdict.LEFT:
        return it.reported
    return may_edit(visitor(request).actor, submitter_id=it.submitter_id)


def _page(
    request: Request, it: ToAppeal, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    rules, lang = who.rules.municipality.moderation, who.lang
    hid_part = HID.get(it.target) if it.verdict is Verdict.HIDDEN and it.target else None
    return page(
        request,
        "initiatives/appeal.html",
        status=status,
        form=form,
        it=it,
        problem=problem,
        title=it.title,
        said=translated(hid_part or DECIDED[it.verdict], lang),
        ground=rules.ground(it.ground, lang),
        answer=term_words(rules.answer_appeal, lang),
        over=it.asked or it.appeal_until is None or it.appeal_until < today(request),
        most=WORDS_MOST,
    )


async def ask_again(request: Request) -> Response:
    """Ask it. Refused or too late: what was typed is still there."""
    require_login(visitor(request).actor)
    values, lang = await read_form(request), visitor(request).lang
    if (said := await said_appealing.found(request)) is not None:
        return await said_appealing.ask_again(request, said, values)
    it = await _found(request)
    try:
        await do(request, MakeAppeal(it.id, values.get("words", "")))
    except Invalid as wrong:
        return _page(request, it, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        now = await _found(request)
        return _page(request, now, Form(values), status=status, problem=sentence(no, lang))
    return await arrived(request, redirect(request, "/mijn/berichten", notice=said_appealing.ASKED))
