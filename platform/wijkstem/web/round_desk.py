"""The officials' desk for budget rounds: make, change, make known, the plans and their costs, the ballot, and fixing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.round_plans import AddPlan, SettlePlan
from wijkstem.commands.rounds import AnnounceRound, CancelRound, ChangeRound, MakeRound
from wijkstem.domain import making_rounds
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.text import clean
from wijkstem.queries.rounds import Change, Plan, RoundPage, rounds
from wijkstem.web import inputs
from wijkstem.web import rounds as public
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.round_forms import MORE, USUAL, phase_values, rule_values, typed, values_of
from wijkstem.web.round_words import ACTS, PHASES, ballot_words, count_words
from wijkstem.web.vote_desk import desk_path
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words import Milestone
from wijkstem.words.rounds import OnBallot

DESK = "/moderatie/rondes"
#: What everybody reads of what is typed: of the round itself, and in its course.
_READ, _READ_LATER = ("name", "about", "areas"), ("left_out", "reasons")
MADE = notice("ok", "De ronde is bewaard. Bewoners zien haar nog niet.")
CHANGED = notice("ok", "De wijziging is bewaard.")
DONE = notice("ok", "Dat is gedaan.")


def _official(request: Request) -> None:
    require(may_run_rounds(visitor(request).actor))


async def listing(request: Request) -> Response:
    """All rounds, those in the making as well."""
    _official(request)
    who, now = visitor(request), services(request).clock.now()
    found = await ask(request, rounds, drafts=True)
    told = [(one, *public.state_of(one, who.lang, now)) for one in found]
    return page(request, "rounds/desk.html", rounds=told)


async def make(request: Request) -> Response:
    """The form for a new round, with what is usual."""
    _official(request)
    day = today(request)
    days = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}
    start = {**rule_values(USUAL), **phase_values(()), **days, "form_id": str(new_id())}
    return _form_page(request, Form(start | await kept(request)))


async def make_now(request: Request) -> Response:
    """Keep it; refused: what was typed is still there."""
    _official(request)
    values = await read_form(request)
    try:
        check_ticked(values, _READ)
        command = MakeRound(typed(values), inputs.identifier(values.get("form_id")))
        number: str = await do(request, command)
    except Invalid as wrong:
        return _form_page(request, refused(values, wrong, visitor(request).lang), status=422)
    return await arrived(request, redirect(request, f"{DESK}/{number}", notice=MADE))


def _form_page(
    request: Request,
    form: Form,
    *,
    it: RoundPage | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    who = visitor(request)
    rules = who.rules.on(today(request))
    kinds = [
        (name, translated_name(instrument.name, who.lang))
        for name, instrument in rules.instruments.items()
        if any(o.means is Milestone.CHOSEN for s in rules.path(name).steps for o in s.outcomes)
    ]
    return page(
        request,
        "rounds/edit.html",
        status=status,
        form=form,
        it=it.round if it else None,
        problem=problem,
        warnings=found_in(form.values, _READ, who.lang),
        instruments=kinds,
        phases=[(str(kind), translated(said[0], who.lang)) for kind, said in PHASES.items()],
        more=[
            (
                translated(PHASES[kind][0], who.lang),
                [(f"{kind}_{act}", translated(ACTS[act], who.lang)) for act in acts],
            )
            for kind, acts in MORE.items()
        ],
        places=[(one.code, one.name) for one in who.rules.municipality.neighbourhoods],
        most=making_rounds,
    )


def translated_name(name: Mapping[str, str] | object, lang: str) -> str:
    """A name of the rules in the visitor's language."""
    return str(getattr(name, lang, None) or getattr(name, "nl", ""))


async def change(request: Request) -> Response:
    """The form with what stands there now."""
    _official(request)
    it = await public.found(request, drafts=True)
    return _form_page(request, Form(values_of(it) | await kept(request)), it=it)


async def change_now(request: Request) -> Response:
    """Keep the change. Refused or too late: what was typed is still there."""
    _official(request)
    who, values = visitor(request), await read_form(request)
    it = await public.found(request, drafts=True)
    try:
        check_ticked(values, _READ)
        command = ChangeRound(
            it.round.id, inputs.whole(values.get("revision")), typed(values, it.areas)
        )
        await do(request, command)
    except Invalid as wrong:
        return _form_page(request, refused(values, wrong, who.lang), it=it, status=422)
    except (Conflict, RuleBroken) as no:
        form = Form({**values, "revision": str(it.round.revision)})
        said = sentence(no, who.lang)
        return _form_page(request, form, it=it, status=409, problem=said)
    return await arrived(request, redirect(request, f"{DESK}/{it.round.number}", notice=CHANGED))


@dataclass(frozen=True)
class ToldChange:
    """A version of the rules, and which parts of it are others than in the one before."""

    change: Change
    parts: tuple[str, ...]


PARTS = {
    "name": N_("de naam"),
    "about": N_("de tekst"),
    "instrument": N_("het soort plannen"),
    "rules": N_("de regels van stemmen en tellen"),
    "areas": N_("de gebieden en hun geld"),
    "phases": N_("de dagen"),
}


def told_changes(changes: tuple[Change, ...], lang: str) -> list[ToldChange]:
    """The newest first."""
    told, before = list[ToldChange](), dict[str, object]()
    for one in changes:
        now = json.loads(one.rules)
        parts = tuple(
            translated(name, lang) for part, name in PARTS.items() if now[part] != before.get(part)
        )
        told.append(ToldChange(one, parts if before else ()))
        before = now
    return told[::-1]


async def manage(request: Request) -> Response:
    """How the round stands, and what can be done now."""
    _official(request)
    if home := await public.elsewhere(request):
        return redirect(request, desk_path(home.number))
    it = await public.found(request, drafts=True)
    return _manage_page(request, it, Form())


def _manage_page(
    request: Request, it: RoundPage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who, now = visitor(request), services(request).clock.now()
    state, look = public.state_of(it.round, who.lang, now)
    asked = it.round.asked_digest is not None and it.round.rule_digest is None
    return page(
        request,
        "rounds/manage.html",
        status=status,
        form=form,
        problem=problem,
        in_list=found_in(form.values, ("left_out",), who.lang),
        in_reasons=found_in(form.values, ("reasons",), who.lang),
        it=it.round,
        state=state,
        look=look,
        open=it.round.state in making_rounds.OPEN_STATES,
        phases=public.told_phases(it.phases, who.lang, now),
        areas=it.areas,
        area_names={area.id: area.name for area in it.areas},
        plans=[public.told_plan(plan, who.lang) for plan in it.plans],
        fixed=any(plan.standing is OnBallot.LISTED for plan in it.plans),
        asked=asked,
        asked_self=asked and it.round.asked_by == who.actor.person_id,
        file=json.dumps(json.loads(it.round.rule_file), indent=2, ensure_ascii=False)
        if it.round.rule_file
        else "",
        ballot=ballot_words(it.round.rules, who.lang),
        count=count_words(it.round.rules, who.lang),
        changes=told_changes(it.changes, who.lang),
    )


async def act(request: Request) -> Response:
    """Do what the button says. Refused: the reason stands on the page, and what was typed is still there."""
    _official(request)
    who, values = visitor(request), await read_form(request)
    it = await public.found(request, drafts=True)
    try:
        check_ticked(values, _READ_LATER)
        command = _command(it, values)
        if command is None:
            raise Invalid({"": FieldError("choose", "Kies wat u wilt doen.")})
        await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, who.lang)
        return _manage_page(request, it, form, status=422)
    except (Conflict, RuleBroken) as no:
        it = await public.found(request, drafts=True)
        said = sentence(no, who.lang)
        return _manage_page(request, it, Form(values), status=409, problem=said)
    return await arrived(request, redirect(request, f"{DESK}/{it.round.number}", notice=DONE))


def _command(it: RoundPage, values: Mapping[str, str]) -> object | None:
    round_id, revision = it.round.id, inputs.whole(values.get("revision"))
    match values.get("wat"):
        case "aankondigen":
            return AnnounceRound(round_id, revision)
        case "stemlijst":
            return FixBallot(round_id, revision, _left_out(it, values))
        case "vragen":
            return AskFreeze(round_id, revision)
        case "vastleggen":
            return FreezeRound(round_id, values.get("digest", ""))
        case "plan":
            return AddPlan(round_id, values.get("number", ""))
        case "stoppen":
            return CancelRound(round_id, values.get("reasons", ""))
    return None


def _left_out(it: RoundPage, values: Mapping[str, str]) -> dict[UUID, str]:
    """The plans that are named, each with the reasons behind its number. Raises Invalid for another number."""
    known = {plan.initiative_number: plan.initiative_id for plan in it.plans}
    found = dict[UUID, str]()
    for line in clean(values.get("left_out", "")).splitlines():
        number, _, why = line.strip().partition(" ")
        if number.rstrip(":") not in known or not clean(why):
            raise Invalid(
                {
                    "left_out": FieldError(
                        "left_out_line",
                        "Schrijf eerst het nummer van een plan dat meedoet. Schrijf dan waarom het niet meedoet.",
                    )
                }
            )
        found[known[number.rstrip(":")]] = clean(why)
    return found


async def plan(request: Request) -> Response:
    """The form of one plan: where it belongs and what it costs."""
    _official(request)
    it = await public.found(request, drafts=True)
    one = _plan(it, request)
    seqs = {area.id: str(area.seq) for area in it.areas}
    start = {
        "area": seqs[one.area_id] if one.area_id else "",
        "cost": str(one.cost or ""),
        "category": one.category or "",
        "exclusive": one.exclusive or "",
    }
    return _plan_page(request, it, one, Form(start | await kept(request)))


def _plan(it: RoundPage, request: Request) -> Plan:
    wanted = request.path_params["plan"]
    found = next((one for one in it.plans if one.initiative_id == wanted), None)
    if found is None:
        raise NotFound("unknown_plan", "Dit plan doet niet mee.")
    return found


def _plan_page(
    request: Request,
    it: RoundPage,
    one: Plan,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    return page(
        request,
        "rounds/plan.html",
        status=status,
        form=form,
        problem=problem,
        it=it.round,
        plan=one,
        areas=[(str(area.seq), area.name) for area in it.areas],
    )


async def settle(request: Request) -> Response:
    """Keep what it costs and where it belongs."""
    _official(request)
    who, values = visitor(request), await read_form(request)
    it = await public.found(request, drafts=True)
    one = _plan(it, request)
    cost, area = clean(values.get("cost", "")), values.get("area", "")
    command = SettlePlan(
        one.initiative_id,
        inputs.whole(area) if area else None,
        inputs.whole(cost) if cost else None,
        values.get("category", ""),
        values.get("exclusive", ""),
    )
    try:
        await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, who.lang)
        return _plan_page(request, it, one, form, status=422)
    except RuleBroken as no:
        said = sentence(no, who.lang)
        return _plan_page(request, it, one, Form(values), status=409, problem=said)
    return await arrived(request, redirect(request, f"{DESK}/{it.round.number}", notice=CHANGED))
