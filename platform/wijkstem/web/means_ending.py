"""The forms with which officials and the clerk end a means: stop it, close it early, and say what is done with what came out."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.announcing import AccountMeans, CloseMeans, StopMeans
from wijkstem.domain import means as rules
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.means import MeansFacts, MeansPage
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.means_desk import DESK, desk_path, found_means, keeper
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import do

STOPPED = notice("ok", "Dit gaat niet door. Wie het dossier volgt, krijgt bericht.")
CLOSED = notice("ok", "Dit is gesloten. Vertel nu wat u ermee doet.")
ACCOUNTED = notice("ok", "Dit staat op de website. Wie het dossier volgt, krijgt bericht.")


@dataclass(frozen=True)
class Ending:
    """One of the three forms: a text and a button."""

    heading: str
    explained: str
    #: The field of its text, and what stands above it.
    field: str
    label: str
    button: str
    most: int
    notice: Notice
    danger: bool = True


STOP: Final = Ending(
    N_("Laat dit niet doorgaan"),
    N_("Niemand kan dan meer meedoen. Wat mensen al zeiden, blijft te lezen."),
    "reason",
    N_("Waarom gaat dit niet door?"),
    N_("Laat het niet doorgaan"),
    rules.REASON_MOST,
    STOPPED,
)
CLOSE: Final = Ending(
    N_("Sluit dit eerder"),
    N_("U beloofde mensen meer tijd. Leg uit waarom dat niet kan."),
    "reason",
    N_("Waarom sluit u dit eerder?"),
    N_("Sluit het nu"),
    rules.REASON_MOST,
    CLOSED,
)
ACCOUNT: Final = Ending(
    N_("Vertel wat u ermee doet"),
    N_("Schrijf wat mensen zeiden en wat de gemeente daarmee doet. Leg ook uit wat u niet doet."),
    "outcome",
    N_("Wat is ermee gedaan?"),
    N_("Zet dit op de website"),
    rules.OUTCOME_MOST,
    ACCOUNTED,
    danger=False,
)


async def _show(request: Request, ending: Ending) -> Response:
    keeper(request)
    found = await found_means(request)
    start = {"revision": str(found.means.revision)}
    return _page(request, ending, found, Form(start | await kept(request)))


def _page(
    request: Request,
    ending: Ending,
    found: MeansPage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    lang = visitor(request).lang
    return page(
        request,
        "means/end.html",
        status=status,
        form=form,
        problem=problem,
        warnings=found_in(form.values, (ending.field,), lang),
        it=found.means,
        desk=DESK,
        back=desk_path(found.means.number),
        most=ending.most,
        field=ending.field,
        # Of a draft nobody asks why.
        asks=found.means.public,
        danger=ending.danger,
        **{
            name: translated(getattr(ending, name), lang)
            for name in ("heading", "explained", "label", "button")
        },
    )


Asked = StopMeans | CloseMeans | AccountMeans


def _command(ending: Ending, it: MeansFacts, revision: int, text: str) -> Asked:
    if ending is CLOSE:
        return CloseMeans(it.id, text)
    return (StopMeans if ending is STOP else AccountMeans)(it.id, revision, text)


async def _end(request: Request, ending: Ending) -> Response:
    """Refused or too late: what was typed is still there."""
    keeper(request)
    found, values = await found_means(request), await read_form(request)
    it, lang = found.means, visitor(request).lang
    if form := unticked(values, (ending.field,), lang):
        return _page(request, ending, found, form, status=422)
    revision, text = inputs.whole(values.get("revision")), values.get(ending.field, "")
    try:
        await do(request, _command(ending, it, revision, text))
    except Invalid as wrong:
        return _page(request, ending, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        there = await found_means(request)
        form = Form({**values, "revision": str(there.means.revision)})
        status, said = 409 if isinstance(no, Conflict) else 422, sentence(no, lang)
        return _page(request, ending, there, form, status=status, problem=said)
    to = means_path(it.number, it.slug) if ending is ACCOUNT else desk_path(it.number)
    return await arrived(request, redirect(request, to, notice=ending.notice))


async def stop(request: Request) -> Response:
    """Why it does not go on."""
    return await _show(request, STOP)


async def stop_now(request: Request) -> Response:
    """It stays to be read."""
    return await _end(request, STOP)


async def close(request: Request) -> Response:
    """Why people have less time than they were promised."""
    return await _show(request, CLOSE)


async def close_now(request: Request) -> Response:
    """Nobody takes part any more."""
    return await _end(request, CLOSE)


async def account(request: Request) -> Response:
    """What is done with what came out."""
    return await _show(request, ACCOUNT)


async def account_now(request: Request) -> Response:
    """Everybody reads it, and who follows is told."""
    return await _end(request, ACCOUNT)
