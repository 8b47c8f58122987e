"""The roll at the officials' desk: lists of voters come in, letters' codes go out once, and people vote on paper.

A number that is typed or uploaded here is made into a tag and kept nowhere.
"""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.marking import MarkOnPaper
from wijkstem.commands.rolls import AlreadyOnRoll, ImportRoll, ReissueCode
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.domain.roll_files import (
    Asked,
    BadList,
    Problem,
    RollFile,
    print_file,
    read_list,
    reference_subject,
)
from wijkstem.domain.voting_codes import grouped, is_code, read
from wijkstem.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import clean
from wijkstem.queries.rolls import imports, roll_figures
from wijkstem.queries.rounds import Area, Round, areas, round_by_number
from wijkstem.web import inputs, residents
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.language import translated
from wijkstem.web.pages import page
from wijkstem.web.uploads import read_upload
from wijkstem.web.work import ask, do, in_thread
from wijkstem.words.rounds import Roll, RoundState

#: Wrong lines that are shown; the rest is counted.
MOST_SHOWN = 50
#: What a resident would read, as their official reads it.
_OF_SOMEBODY = {
    "voted_on_paper": N_("Deze inwoner heeft al op papier gestemd. Geef geen biljet mee."),
    "voted_otherwise": N_("Deze inwoner heeft al online gestemd. Geef geen biljet mee."),
    "unknown_code": N_("Deze stemcode kennen wij niet. Typ de code uit de brief nog eens over."),
    "too_young_to_vote": N_("Deze inwoner is te jong om te stemmen."),
    "vote_not_open": N_("Er kan nog niet gestemd worden."),
}


async def _round(request: Request) -> Round:
    require(may_run_rounds(visitor(request).actor))
    return await ask(request, round_by_number, request.path_params["round"])


async def show(request: Request) -> Response:
    """What is on the roll, and where a list comes in."""
    return await _roll_page(request, await _round(request), Form())


async def _roll_page(
    request: Request,
    it: Round,
    form: Form,
    *,
    status: int = 200,
    problems: list[Problem] | None = None,
) -> Response:
    lang = visitor(request).lang
    wrong = problems or []
    return page(
        request,
        "rolls/roll.html",
        status=status,
        it=it,
        form=form,
        url=_url(it),
        figures=await ask(request, roll_figures, it.id),
        imports=await ask(request, imports, it.id),
        areas=await ask(request, areas, it.id),
        problems=[(one.line, sentence(one.error, lang)) for one in wrong[:MOST_SHOWN]],
        more=max(0, len(wrong) - MOST_SHOWN),
        open_roll=it.terms.voters.roll is Roll.OPEN,
        fixed=it.state not in {RoundState.DRAFT, RoundState.ANNOUNCED},
    )


def _url(it: Round) -> str:
    return f"/moderatie/rondes/{it.number}"


async def take_in(request: Request) -> Response:
    """Take a list in. What comes back is the file for the letters: once, and kept nowhere."""
    it = await _round(request)
    async with read_upload(request, "lijst") as sent:
        data, values = (sent.file.read() if sent.file else b""), sent.values
    if not data:
        missing = Invalid({"lijst": FieldError("no_file", "Kies het bestand met de kiezers.")})
        return await _refused(request, it, values, missing)
    try:
        asked = await _asked(request, it)
        file = await in_thread(request, partial(read_list, data, asked))
        codes: list[str] = await do(request, _import(it, file, values))
    except BadList as bad:
        return await _roll_page(
            request, it, _said(values, bad, request), status=422, problems=bad.problems
        )
    except AlreadyOnRoll as doubles:
        return await _doubles(request, it, values, file, doubles)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        return await _roll_page(request, it, _said(values, no, request), status=status)
    made = await in_thread(request, partial(print_file, file, codes))
    name = f"stemcodes-{it.number}.csv"
    return Response(
        made,
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _import(it: Round, file: RollFile, values: Mapping[str, str]) -> ImportRoll:
    return ImportRoll(it.id, file.voters, file.digest, again=values.get("opnieuw") == "ja")


def _said(values: Mapping[str, str], error: RuleBroken | Conflict, request: Request) -> Form:
    return Form(values, {"": sentence(error, visitor(request).lang)})


async def _refused(
    request: Request, it: Round, values: Mapping[str, str], wrong: Invalid
) -> Response:
    form = refused(values, wrong, visitor(request).lang)
    return await _roll_page(request, it, form, status=422)


async def _doubles(
    request: Request, it: Round, values: Mapping[str, str], file: RollFile, refused_: AlreadyOnRoll
) -> Response:
    """Who is on the roll by an earlier list."""
    error = FieldError("on_roll", "Deze inwoner staat al op de kiezerslijst.")
    problems = [Problem(file.lines[place], error) for place in refused_.places]
    form = _said(values, refused_, request)
    return await _roll_page(request, it, form, status=422, problems=problems)


async def _asked(request: Request, it: Round) -> Asked:
    known: dict[str, UUID] = {}
    for area in await ask(request, areas, it.id):
        known |= {area.name.casefold(): area.id, str(area.seq): area.id}
    return Asked(known, it.terms.voters, partial(residents.subject_of, request))


async def desk(request: Request) -> Response:
    """Where somebody comes to vote on paper."""
    return await _desk_page(request, await _round(request), Form())


async def _desk_page(
    request: Request, it: Round, form: Form, *, status: int = 200, area: str = ""
) -> Response:
    return page(
        request,
        "rolls/desk.html",
        status=status,
        it=it,
        url=_url(it),
        form=form,
        area=area,
        areas=[(str(one.id), one.name) for one in await ask(request, areas, it.id)],
        open_roll=it.terms.voters.roll is Roll.OPEN,
        **_examples(request),
    )


def _examples(request: Request) -> dict[str, object]:
    return {"examples": residents.choices(request)["examples"]}


async def hand_out(request: Request) -> Response:
    """Mark somebody before they get their paper."""
    it, values = await _round(request), await read_form(request)
    try:
        area_id: UUID = await do(request, _paper(request, it, values))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _desk_page(request, it, form, status=422)
    except (NotAllowed, NotFound, RuleBroken) as no:
        return await _desk_page(request, it, _of_somebody(request, values, no), status=422)
    found: tuple[Area, ...] = await ask(request, areas, it.id)
    area = next(one.name for one in found if one.id == area_id)
    return await _desk_page(request, it, Form(), area=area)


def _of_somebody(
    request: Request, values: Mapping[str, str], no: NotAllowed | NotFound | RuleBroken
) -> Form:
    lang = visitor(request).lang
    said = _OF_SOMEBODY.get(no.code)
    return Form(values, {"": translated(said, lang) if said else sentence(no, lang)})


def _paper(request: Request, it: Round, values: Mapping[str, str]) -> MarkOnPaper:
    code = read(values.get("code", ""))
    if code:
        if not is_code(code):
            raise Invalid({"code": _no_code()})
        return MarkOnPaper(it.id, code=code)
    subject = _subject(request, it, values)
    area = inputs.identifier(values.get("gebied"))
    return MarkOnPaper(it.id, subject, born=inputs.day(values, "born"), area_id=area)


def _no_code() -> FieldError:
    return FieldError("no_code", "Dit is geen stemcode. Een stemcode heeft 15 tekens.")


def _subject(request: Request, it: Round, values: Mapping[str, str]) -> str:
    typed = clean(values.get("wie", ""))
    subject = residents.subject_of(request, typed)
    if subject is None and it.terms.voters.roll is Roll.LIST:
        subject = reference_subject(typed)
    if subject is None:
        raise Invalid(
            {
                "wie": FieldError(
                    "no_number", "Typ een stemcode, of een geldig nummer van de inwoner."
                )
            }
        )
    return subject


async def lost(request: Request) -> Response:
    """Somebody lost their letter."""
    return _lost_page(request, await _round(request), Form())


def _lost_page(
    request: Request, it: Round, form: Form, *, code: str = "", status: int = 200
) -> Response:
    return page(
        request,
        "rolls/reissue.html",
        status=status,
        it=it,
        url=_url(it),
        form=form,
        code=code,
        **_examples(request),
    )


async def reissue(request: Request) -> Response:
    """Another code, on this page and nowhere else: who closes it asks for one more."""
    it, values = await _round(request), await read_form(request)
    try:
        code: str = await do(request, ReissueCode(it.id, _subject(request, it, values)))
    except Invalid as wrong:
        return _lost_page(request, it, refused(values, wrong, visitor(request).lang), status=422)
    except (NotFound, RuleBroken) as no:
        return _lost_page(request, it, _of_somebody(request, values, no), status=422)
    response = _lost_page(request, it, Form(), code=grouped(code))
    response.headers["Cache-Control"] = "no-store"
    return response
