"""Where officials and the clerk write council proposals: typed or pasted in parts, measured, opened and withdrawn."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.council_proposals import (
    ChangeCouncilProposal,
    OpenCouncilProposal,
    WithdrawCouncilProposal,
    WriteCouncilProposal,
)
from wijkstem.domain import council_proposals as rules
from wijkstem.domain.council_proposals import ProposalForm
from wijkstem.domain.permissions import may_bring_forward, require
from wijkstem.domain.reading import measured
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.jinja import long_date
from wijkstem.kit.text import clean
from wijkstem.queries.council_proposals import (
    Place,
    ProposalPage,
    dossiers_to_pick,
    places_to_pick,
    proposal_page,
)
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.council_proposals import LIST
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import proposal_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.proposal_words import PARTS, advice, told
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask, do, in_thread
from wijkstem.words.council_proposals import ProposalPart, ProposalState

WRITTEN = notice("ok", "Uw tekst is bewaard. Nog niemand anders leest hem.")
CHANGED = notice("ok", "Uw wijziging staat op de website.")
OPENED = notice("ok", "Het voorstel staat op de website. Inwoners kunnen nu vragen stellen.")
WITHDRAWN = notice("ok", "Het voorstel is ingetrokken.")
SUMMARY = N_("Samenvatting in gewone woorden")
#: What everybody reads of one that is open.
_READ = ("title", "office", "summary", *ProposalPart, "news")


def _writer(request: Request) -> None:
    require(may_bring_forward(visitor(request).actor))


async def _found(request: Request) -> ProposalPage:
    found: ProposalPage = await ask(request, proposal_page, request.path_params["proposal"])
    return found


async def write(request: Request) -> Response:
    """The form for a new one."""
    _writer(request)
    form = Form({"form_id": str(new_id())} | await kept(request))
    return await _form_page(request, form, None)


async def _form_page(
    request: Request,
    form: Form,
    found: ProposalPage | None,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    lang = visitor(request).lang
    places: tuple[Place, ...] = await ask(request, places_to_pick, today=today(request))
    dossiers: tuple[tuple[UUID, str, str], ...] = await ask(request, dossiers_to_pick)
    hints = await in_thread(request, lambda: _hints(form.values, lang))
    public = found is not None and found.proposal.state is ProposalState.OPEN
    return page(
        request,
        "proposals/edit.html",
        status=status,
        form=form,
        problem=problem,
        found=found,
        back=proposal_path(found.proposal.number, found.proposal.slug) if found else LIST,
        parts=[(part.value, translated(name, lang)) for part, name in PARTS.items()],
        places=_with_own(_places(places, lang), found, lang),
        dossiers=[(str(one), f"{number} {title}") for one, number, title in dossiers],
        hints=hints,
        most=rules,
        open=public,
        warnings=found_in(form.values, _READ, lang) if public else (),
    )


def _hints(values: Mapping[str, str], lang: str) -> list[object]:
    """What would help, of the summary and of each part that is not plain already."""
    texts = {SUMMARY: values.get("summary", "")}
    texts |= {PARTS[part]: values.get(part.value, "") for part in ProposalPart}
    return [found for name, text in texts.items() if (found := advice(name, text, lang))]


def _places(places: tuple[Place, ...], lang: str) -> list[tuple[str, str]]:
    said = []
    for one in places:
        day = long_date(one.held_on, lang)
        name = f"{day}: {one.meeting}" + (f" – {one.item}" if one.item else "")
        said.append((f"{one.meeting_id}/{one.item_id or ''}", name))
    return said


def _with_own(
    places: list[tuple[str, str]], found: ProposalPage | None, lang: str
) -> list[tuple[str, str]]:
    """The meeting that it has now stands in the list too, whenever that was."""
    if found is None or found.meeting is None:
        return places
    own = _place(found)
    if own in dict(places):
        return places
    return [(own, f"{long_date(found.meeting.held_on, lang)}: {found.meeting.name}"), *places]


def _place(found: ProposalPage) -> str:
    it = found.proposal
    return f"{it.meeting_id}/{it.item_id or ''}" if it.meeting_id else ""


def _typed(values: Mapping[str, str]) -> ProposalForm:
    meeting, _, item = values.get("meeting", "").partition("/")
    dossier = values.get("dossier", "")
    return ProposalForm(
        values.get("title", ""),
        values.get("office", ""),
        values.get("summary", ""),
        {part.value: values.get(part.value, "") for part in ProposalPart},
        # What is no id is one of nothing, which is refused by name.
        (inputs.identifier(meeting) or new_id()) if meeting else None,
        (inputs.identifier(item) or new_id()) if item else None,
        (inputs.identifier(dossier) or new_id()) if dossier else None,
        values.get("tried_out") == "ja",
        values.get("news", ""),
    )


async def _measure(request: Request, form: ProposalForm) -> None:
    """Before the transaction, which then finds what was measured: a long text takes a while."""

    def look() -> None:
        parts = {part: clean(form.parts.get(part.value, "")) for part in ProposalPart}
        measured(rules.whole({part: text for part, text in parts.items() if text}))
        measured(clean(form.summary))

    await in_thread(request, look)


async def write_now(request: Request) -> Response:
    """Keep it for colleagues, and on to its page."""
    _writer(request)
    values = await read_form(request)
    form = _typed(values)
    await _measure(request, form)
    lang = visitor(request).lang
    try:
        number: str = await do(
            request, WriteCouncilProposal(form, inputs.identifier(values.get("form_id")))
        )
    except Invalid as wrong:
        return await _form_page(request, refused(values, wrong, lang), None, status=422)
    except RuleBroken as no:
        said = sentence(no, lang)
        return await _form_page(request, Form(values), None, status=422, problem=said)
    return await arrived(request, redirect(request, f"{LIST}/{number}/nakijken", notice=WRITTEN))


async def change(request: Request) -> Response:
    """The form with what stands there now."""
    _writer(request)
    found = await _found(request)
    return await _form_page(request, Form(_now(found) | await kept(request)), found)


def _now(found: ProposalPage) -> dict[str, str]:
    it = found.proposal
    return {
        "revision": str(it.revision),
        "title": it.title,
        "office": it.office,
        "summary": it.summary,
        "meeting": _place(found),
        "dossier": str(it.dossier_id or ""),
        "tried_out": "ja" if it.tried_out else "",
        **{part.value: text for part, text in found.parts.items()},
    }


async def change_now(request: Request) -> Response:
    """Keep it so. Refused or too late: what was typed is still there."""
    _writer(request)
    found, values = await _found(request), await read_form(request)
    it, form, lang = found.proposal, _typed(values), visitor(request).lang
    await _measure(request, form)
    command = ChangeCouncilProposal(it.id, inputs.whole(values.get("revision")), form)
    try:
        if it.state is ProposalState.OPEN:
            check_ticked(values, _READ)
        await do(request, command)
    except Invalid as wrong:
        return await _form_page(request, refused(values, wrong, lang), found, status=422)
    except (Conflict, RuleBroken) as no:
        now_there = await _found(request)
        typed = Form({**values, "revision": str(now_there.proposal.revision)})
        status = 409 if isinstance(no, Conflict) else 422
        said = sentence(no, lang)
        return await _form_page(request, typed, now_there, status=status, problem=said)
    if it.state is ProposalState.OPEN:
        changed = (await _found(request)).proposal
        to = redirect(request, proposal_path(changed.number, changed.slug), notice=CHANGED)
    else:
        to = redirect(request, f"{LIST}/{it.number}/nakijken", notice=WRITTEN)
    return await arrived(request, to)


async def check(request: Request) -> Response:
    """How it reads, and what lacks before everybody may read it."""
    _writer(request)
    return await _check_page(request, Form({}))


async def _check_page(
    request: Request, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who, found = visitor(request), await _found(request)
    it = found.proposal
    texts = _now(found)
    hints = await in_thread(request, lambda: _hints(texts, who.lang))
    return page(
        request,
        "proposals/check.html",
        status=status,
        form=form,
        problem=problem,
        it=told(it, who.rules.municipality.council_proposals, now(request), who.lang),
        found=found,
        hints=hints,
        warnings=found_in(texts, _READ, who.lang),
        edit=f"{LIST}/{it.number}/wijzigen",
        draft=it.state is ProposalState.DRAFT,
    )


async def open_now(request: Request) -> Response:
    """Everybody can read it from now on; what lacks is named."""
    _writer(request)
    found, values = await _found(request), await read_form(request)
    it, lang = found.proposal, visitor(request).lang
    await in_thread(request, lambda: measured(it.summary))
    try:
        check_ticked(_now(found) | values, _READ)
        await do(request, OpenCouncilProposal(it.id, inputs.whole(values.get("revision"))))
    except Invalid as wrong:
        return await _check_page(request, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        return await _check_page(request, Form(values), status=status, problem=sentence(no, lang))
    return redirect(request, proposal_path(it.number, it.slug), notice=OPENED)


async def withdraw(request: Request) -> Response:
    """Why it does not go to the council."""
    _writer(request)
    found = await _found(request)
    start = {"revision": str(found.proposal.revision)}
    return _withdraw_page(request, found, Form(start | await kept(request)))


def _withdraw_page(
    request: Request, found: ProposalPage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    it = found.proposal
    return page(
        request,
        "proposals/withdraw.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        back=proposal_path(it.number, it.slug),
        public=it.public,
        warnings=found_in(form.values, ("news",), visitor(request).lang),
        most=rules,
    )


async def withdraw_now(request: Request) -> Response:
    """It stays to be read. Refused or too late: what was typed is still there."""
    _writer(request)
    found, values = await _found(request), await read_form(request)
    it, lang = found.proposal, visitor(request).lang
    revision, reasons = inputs.whole(values.get("revision")), values.get("news", "")
    try:
        check_ticked(values, ("news",))
        await do(request, WithdrawCouncilProposal(it.id, revision, reasons))
    except Invalid as wrong:
        return _withdraw_page(request, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        now_there = await _found(request)
        typed = Form({**values, "revision": str(now_there.proposal.revision)})
        status = 409 if isinstance(no, Conflict) else 422
        said = sentence(no, lang)
        return _withdraw_page(request, now_there, typed, status=status, problem=said)
    path = proposal_path(it.number, it.slug) if it.public else LIST
    return await arrived(request, redirect(request, path, notice=WITHDRAWN))
