"""What is held about you: to read, to take along, to put right, and to have erased."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.accounts import CorrectName, ErasePerson
from wijkstem.commands.recognising import NAMELESS
from wijkstem.domain.permissions import require_login, require_strong
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.clock import local_date
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import clock_time, long_date
from wijkstem.queries.personal import (
    Held,
    OwnPlan,
    Value,
    held,
    in_json,
    logs_in,
    own_public_plans,
)
from wijkstem.web import cookies
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.personal_words import COLUMNS, KEPT, TABLES, TECHNICAL
from wijkstem.web.work import ask, do
from wijkstem.words import Hand, Keeping

ERASED = notice("ok", "Uw account is gewist. Wat u hebt gesteund, blijft meetellen.")

NAME_KEPT = notice("ok", "Uw naam is veranderd.")

#: Rows of one table on the page; the file has them all.
ON_PAGE = 20


async def _who(request: Request) -> UUID:
    """The person who may see it all: by e-mail alone only who never showed more than a mailbox."""
    actor = visitor(request).actor
    person_id = require_login(actor)
    if not actor.strong and await ask(request, logs_in, person_id):
        require_strong(actor)
    return person_id


async def _held(request: Request, *, most: int | None) -> list[Held]:
    found = await ask(request, held, await _who(request), most=most)
    if found is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return found


async def show(request: Request) -> Response:
    """Everything that is held about somebody, in words."""
    return await _show(request, Form())


async def correct_name(request: Request) -> Response:
    """The name, where no login service says it."""
    who = visitor(request)
    values = await read_form(request)
    try:
        await do(request, CorrectName(values.get("naam", "")))
    except Invalid as wrong:
        return await _show(request, refused(values, wrong, who.lang))
    return redirect(request, "/mijn/gegevens", notice=NAME_KEPT)


#: Tables of which the rows have files.
_FILES = frozenset({"photo", "film", "spoken_plan"})


async def _show(request: Request, form: Form) -> Response:
    who = visitor(request)
    found = await _held(request, most=ON_PAGE)
    account = found[0].rows[0]
    has_photos = any(one.table in _FILES and one.rows for one in found)
    return page(
        request,
        "accounts/data.html",
        status=422 if form.errors else 200,
        form=form if form.values else Form({"naam": str(account["display_name"])}),
        name_is_ours=_is_ours(account),
        parts=[_part(one, who) for one in found if one.rows],
        empty=[translated(TABLES[one.table], who.lang) for one in found if not one.rows],
        most=ON_PAGE,
        has_photos=has_photos and who.actor.strong,
        log=translated(KEPT[Keeping.LOG], who.lang),
    )


def _is_ours(account: Mapping[str, Value]) -> bool:
    """Whether the name was typed here, by whoever, and not told by a login service."""
    typed = account["name_source"] in {hand.value for hand in Hand}
    return typed or account["display_name"] == NAMELESS


def _part(one: Held, who: Visitor) -> dict[str, object]:
    return {
        "id": one.table,
        "name": translated(TABLES[one.table], who.lang),
        "kept": translated(KEPT[one.kept], who.lang),
        "count": one.count,
        "rows": [
            [
                (translated(COLUMNS[name], who.lang), _in_words(name, value, who))
                for name, value in row.items()
                if value not in (None, "") and name not in TECHNICAL
            ]
            for row in one.rows
        ],
    }


def _in_words(name: str, value: Value, who: Visitor) -> str:
    match value:
        case bool():
            return translated(N_("Ja") if value else N_("Nee"), who.lang)
        case datetime():
            return f"{long_date(value, who.lang)}, {clock_time(value, who.lang)}"
        case date():
            return long_date(value, who.lang)
    place = (
        who.rules.municipality.neighbourhood(str(value)) if name == "neighbourhood_code" else None
    )
    return place.name if place else str(value)


async def download(request: Request) -> Response:
    """The same as a file, in a shape that other software can read."""
    who, now = visitor(request), services(request).clock.now()
    made = in_json(await _held(request, most=None), who.municipality_id, now)
    response = Response(
        json.dumps(made, ensure_ascii=False, indent=2), media_type="application/json"
    )
    name = f"mijn-gegevens-{who.municipality_id}-{local_date(now).isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


async def erase(request: Request) -> Response:
    """What goes and what stays, before it happens."""
    return await _erase_page(request, Form())


async def _erase_page(request: Request, form: Form) -> Response:
    person_id = require_login(visitor(request).actor)
    plans: list[OwnPlan] = await ask(request, own_public_plans, person_id)
    status = 422 if form.errors else 200
    return page(request, "accounts/erase.html", status=status, form=form, plans=plans)


async def erase_now(request: Request) -> Response:
    """Forget this person, after they said that they mean it."""
    who = visitor(request)
    person_id = require_login(who.actor)
    values = await read_form(request)
    if values.get("zeker") != "ja":
        missing = Invalid({"zeker": FieldError("not_sure", "Zet een vinkje als u het zeker weet.")})
        return await _erase_page(request, refused(values, missing, who.lang))
    await do(request, ErasePerson(person_id, texts=values.get("teksten") == "ja"))
    response = redirect(request, "/", notice=ERASED)
    cookies.end_session(response, services(request).settings)
    return response
