"""Reporting what should not be there: a form for everybody, and what became of it for who keeps its address."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.reports import MakeReport
from wijkstem.domain.reports import WORDS_MOST
from wijkstem.errors import Conflict, Invalid, NotFound
from wijkstem.kit.capsules import capsule, opened
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.queries.reports import MyReport, hidden_plan, my_report
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import visible
from wijkstem.web.inputs import identifier
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do
from wijkstem.words import ReportReason

PURPOSE = "report"
#: The choice for the plan as a whole; a photo is chosen by its id.
WHOLE = "plan"

REPORTED = notice("ok", "Bedankt voor uw melding. Een medewerker van de gemeente kijkt ernaar.")

REASONS = {
    ReportReason.PERSONAL_DATA: N_("Er staan gegevens van iemand in"),
    ReportReason.INSULT: N_("Het beledigt, bedreigt of zet aan tot haat"),
    ReportReason.SPAM: N_("Het is reclame of het hoort hier niet"),
    ReportReason.UNTRUE: N_("Het is niet waar"),
    ReportReason.DUPLICATE: N_("Het staat er al een keer"),
    ReportReason.OTHER: N_("Iets anders, zoals iets dat verboden is"),
}


async def form(request: Request) -> Response:
    """Why, and what it is about."""
    found = await visible(request)
    if not found.initiative.public:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    values = {"form": str(new_id()), "target": request.query_params.get("foto") or WHOLE}
    return _page(request, found, Form(values))


def _page(
    request: Request,
    found: InitiativePage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    who = visitor(request)
    facts = found.initiative
    photos = [one for one in found.photos if one.hiding_id is None]
    film = found.film if found.film and found.film.hiding_id is None else None
    return page(
        request,
        "initiatives/report.html",
        status=status,
        form=form,
        problem=problem,
        facts=facts,
        url=initiative_path(facts.number, facts.slug),
        reasons=[(code.value, translated(text, who.lang)) for code, text in REASONS.items()],
        targets=[
            (WHOLE, translated(N_("Het hele plan"), who.lang)),
            *(
                (
                    str(one.id),
                    translated(N_("De foto: %(what)s"), who.lang, {"what": one.description}),
                )
                for one in photos
            ),
            *([(str(film.id), translated(N_("De film"), who.lang))] if film else []),
        ],
        has_photos=bool(photos or film),
        most=WORDS_MOST,
        by_email=bool(who.rules.municipality.email_code),
    )


async def send(request: Request) -> Response:
    """Report it. Refused: what was typed is still there; hidden meanwhile: then that is done."""
    values, lang = await read_form(request), visitor(request).lang
    try:
        found = await visible(request)
    except NotFound:
        if await ask(request, hidden_plan, request.path_params["number"]) is None:
            raise
        return page(request, "initiatives/reported_late.html", status=409)
    target = values.get("target", WHOLE)
    photo = None if target == WHOLE else identifier(target) or new_id()
    asked = MakeReport(
        found.initiative.id,
        values.get("reason", ""),
        values.get("words", ""),
        photo,
        identifier(values.get("form")),
    )
    try:
        made: UUID = await do(request, asked)
    except Invalid as wrong:
        return _page(request, found, refused(values, wrong, lang), status=422)
    except Conflict as no:
        return _page(request, found, Form(values), status=409, problem=sentence(no, lang))
    return redirect(request, _address(request, made), notice=REPORTED)


def _address(request: Request, report_id: UUID) -> str:
    """Where somebody who did not log in finds what became of it: nobody else can make that address."""
    parts, here = services(request), visitor(request).municipality_id
    return f"/melding/{capsule(parts.tag_keys, PURPOSE, here, report_id)}"


async def show(request: Request) -> Response:
    """What became of a report, for who has its address. Raises NotFound for one that we did not make."""
    who = visitor(request)
    keys = services(request).tag_keys
    report_id = opened(keys, PURPOSE, who.municipality_id, request.path_params["report"])
    found: MyReport | None = await ask(request, my_report, report_id) if report_id else None
    if found is None:
        raise NotFound("unknown_report", "Deze melding is er niet, of niet meer.")
    return page(
        request,
        "initiatives/reported.html",
        it=found,
        reason=translated(REASONS[found.reason], who.lang),
        ground=who.rules.municipality.moderation.ground(found.ground, who.lang),
        known=found.known,
    )
