"""Taking part in a discussion: saying something, replying, changing one's words, and supporting what another said."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.supporting_contributions import (
    SupportContribution,
    TakeBackContributionSupport,
)
from wijkstem.domain.discussion import OFFICE_MOST, WORDS_MOST, ContributionForm
from wijkstem.domain.means import require_known
from wijkstem.domain.permissions import may_triage, require, require_login
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.discussion import Shown, own_neighbourhood
from wijkstem.queries.means import MeansFacts, MeansPage
from wijkstem.queries.supporting_contributions import contribution_at
from wijkstem.web import inputs
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.discussion import check_discussion, discussion, thread
from wijkstem.web.discussion_words import STANCES, Told, contribution_path, told
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import warnings
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.wording import place
from wijkstem.web.work import ask, do

SAID = notice("ok", "Wat u zei, staat op de website. Iedereen kan het lezen.")
CHANGED = notice("ok", "Uw nieuwe tekst staat op de website. Wat er eerst stond, is nog te lezen.")
SUPPORTED = notice("ok", "U steunt dit nu.")
TAKEN_BACK = notice("ok", "U steunt dit niet meer.")


@dataclass(frozen=True)
class Writing:
    """Where somebody writes: in which discussion, and to what they reply or what they change."""

    found: MeansPage
    target: Shown | None
    #: The number that a mention can have at most.
    last_number: int = 0


def _let_in(request: Request, means: MeansFacts) -> None:
    """Raises NotAllowed for who did not log in, or not in a way that tells enough here. Officials come in by their role."""
    who = visitor(request)
    if may_triage(who.actor):
        require_login(who.actor)
    else:
        require_known(means, who.actor, who.rules.municipality)


async def _writing(request: Request) -> Writing:
    found = await discussion(request)
    _let_in(request, found.means)
    if "contribution" not in request.path_params:
        return Writing(found, None)
    part = await thread(request, found)
    return Writing(found, part.contribution, part.room.last_number)


async def say(request: Request) -> Response:
    """The form for a contribution, or for a reply to the one of the address."""
    at = await _writing(request)
    return await _page(request, at, Form({"form_id": str(new_id())} | await kept(request)))


async def _page(
    request: Request, at: Writing, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who, it = visitor(request), at.found.means
    actor = who.actor
    code: str | None = await ask(request, own_neighbourhood, actor.person_id)
    return page(
        request,
        "discussions/say.html",
        status=status,
        form=form,
        problem=problem,
        means=it,
        means_url=means_path(it.number, it.slug),
        to=_told(at, who),
        back=_back(at),
        stances=[(one.value, translated(text, who.lang)) for one, (_, text) in STANCES.items()],
        official=may_triage(actor),
        place=place(who.rules, code),
        warnings=warnings({"words": form.values.get("words", "")}, who.lang),
        most=WORDS_MOST,
        office_most=OFFICE_MOST,
    )


def _told(at: Writing, who: Visitor) -> Told | None:
    if at.target is None:
        return None
    return told(at.target, at.found.means.number, at.last_number, who.rules, who.lang)


def _back(at: Writing) -> str:
    it = at.found.means
    if at.target is None:
        return means_path(it.number, it.slug)
    return contribution_path(it.number, at.target.number)


async def say_now(request: Request) -> Response:
    """Say it. Refused, too soon or too late: what was typed is still there."""
    at = await _writing(request)
    values, lang = await read_form(request), visitor(request).lang
    command = Contribute(
        at.found.means.id,
        _form(values, official=may_triage(visitor(request).actor)),
        at.target.number if at.target else None,
        inputs.identifier(values.get("form_id")),
    )
    try:
        number: int = await do(request, command)
    except Invalid as wrong:
        return await _page(request, at, _again(values, wrong, lang), status=422)
    except (RuleBroken, Conflict) as no:
        return await _page(request, at, Form(values), status=422, problem=sentence(no, lang))
    url = contribution_path(at.found.means.number, number)
    return await arrived(request, redirect(request, url, notice=SAID))


def _form(values: dict[str, str], *, official: bool) -> ContributionForm:
    return ContributionForm(
        values.get("words", ""),
        values.get("stance", ""),
        values.get("office", "") if official else None,
        values.get("wijk") == "ja",
        values.get("gevonden") == "ja",
    )


def _again(values: dict[str, str], wrong: Invalid, lang: str) -> Form:
    """Personal data is told at the tick that passes it over."""
    form = refused(values, wrong, lang)
    at = wrong.fields.get("words")
    if at is None or at.code != "personal_data":
        return form
    errors = {("gevonden" if name == "words" else name): said for name, said in form.errors.items()}
    return Form(values, errors)


async def change(request: Request) -> Response:
    """What one said, to say it otherwise."""
    at = await _own(request)
    assert at.target is not None
    start = {"words": at.target.words, "revision": str(at.target.revision)}
    return _change_page(request, at, Form(start | await kept(request)))


async def _own(request: Request) -> Writing:
    at = await _writing(request)
    require(at.target is not None and at.target.own)
    return at


def _change_page(
    request: Request, at: Writing, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    it = at.found.means
    return page(
        request,
        "discussions/change.html",
        status=status,
        form=form,
        problem=problem,
        means=it,
        means_url=means_path(it.number, it.slug),
        back=_back(at),
        warnings=warnings({"words": form.values.get("words", "")}, visitor(request).lang),
        most=WORDS_MOST,
    )


async def change_now(request: Request) -> Response:
    """Change it. Refused or too late: what was typed is still there."""
    at = await _own(request)
    values, lang = await read_form(request), visitor(request).lang
    assert at.target is not None
    revision, aware = inputs.whole(values.get("revision")), values.get("gevonden") == "ja"
    command = ChangeContribution(at.target.id, revision, values.get("words", ""), aware)
    try:
        await do(request, command)
    except Invalid as wrong:
        return _change_page(request, at, _again(values, wrong, lang), status=422)
    except (RuleBroken, Conflict) as no:
        typed = Form({**values, "revision": str(at.target.revision)})
        return _change_page(request, at, typed, status=422, problem=sentence(no, lang))
    return await arrived(request, redirect(request, _back(at), notice=CHANGED))


async def support(request: Request) -> Response:
    """Support it, or take that back; then back to where the button stood."""
    number = inputs.whole(str(request.path_params["contribution"]))
    means, contribution_id = await ask(
        request, contribution_at, str(request.path_params["means"]), number
    )
    check_discussion(means)
    _let_in(request, means)
    values = await read_form(request)
    back = local_path(values.get("terug"), contribution_path(means.number, number))
    stops = values.get("steun") == "nee"
    command = TakeBackContributionSupport if stops else SupportContribution
    try:
        await do(request, command(contribution_id))
    except (RuleBroken, Conflict) as no:
        problem = sentence(no, visitor(request).lang)
        return page(
            request,
            "discussions/refused.html",
            status=422,
            problem=problem,
            means=means,
            back=back,
        )
    return redirect(request, f"{back}#b-{number}", notice=TAKEN_BACK if stops else SUPPORTED)
