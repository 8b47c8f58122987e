"""Partnerships for everybody: the register, one of them with everything that was said, and a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_keep_dossiers
from wijkstem.kit.i18n import N_
from wijkstem.queries.partnerships import (
    Linked,
    PartnershipPage,
    Registered,
    SaidOf,
    items_to_pick,
    partnership_page,
    partnerships,
)
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form
from wijkstem.web.language import translated
from wijkstem.web.links import meeting_path, partnership_path
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask
from wijkstem.words.partnerships import LegalForm, OwnRole

LIST = "/samenwerkingen"
FORMS = {
    LegalForm.JOINT_SCHEME: N_("Regeling van overheden samen"),
    LegalForm.FOUNDATION: N_("Stichting"),
    LegalForm.ASSOCIATION: N_("Vereniging"),
    LegalForm.COMPANY: N_("Bedrijf (nv of bv)"),
    LegalForm.COOPERATIVE: N_("Coöperatie"),
    LegalForm.AGREEMENT: N_("Afspraken op papier"),
    LegalForm.NETWORK: N_("Netwerk zonder papieren"),
}
ROLES = {
    OwnRole.OWNER: N_("Eigenaar"),
    OwnRole.CLIENT: N_("Opdrachtgever"),
    OwnRole.FUNDER: N_("Geeft geld"),
    OwnRole.PARTNER: N_("Doet mee als een van de partners"),
    OwnRole.HOST: N_("Regelt het voor de anderen"),
    OwnRole.OBSERVER: N_("Kijkt mee"),
}
LATE, ENDED = N_("Opnieuw bekijken is te laat"), N_("Gestopt")
GOES_ON = N_("Loopt")
COLUMNS = (
    N_("Naam"),
    N_("Vorm"),
    N_("Rol van de gemeente"),
    N_("Partners"),
    N_("Wat doen zij"),
    N_("Hoe de raad stuurt"),
    N_("Sinds"),
    N_("Opnieuw bekijken op"),
    N_("Laatst bekeken op"),
    N_("Gestopt op"),
    N_("Jaar"),
    N_("Bedrag in euro's"),
    N_("Adres"),
)
#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Told:
    """A partnership in words, as it stands on a day."""

    it: Registered
    url: str
    form: str
    role: str
    state: str
    look: str
    #: What is paid this year; None: the register does not say.
    euros: int | None


def told(it: Registered, day: date, lang: str) -> Told:
    """In the visitor's language."""
    late, facts = it.facts.is_late(day), it.facts
    state = ENDED if facts.ended_on else LATE if late else GOES_ON
    return Told(
        it,
        partnership_path(facts.id),
        translated(FORMS[facts.legal_form], lang),
        translated(ROLES[facts.own_role], lang),
        translated(state, lang),
        "neutral" if facts.ended_on else "late" if late else "good",
        it.euros_in(day.year),
    )


@for_everybody()
async def listing(request: Request) -> Response:
    """All of them, and what they cost together this year."""
    who, day = visitor(request), today(request)
    found: tuple[Registered, ...] = await ask(request, partnerships)
    rows = [told(one, day, who.lang) for one in found]
    return page(
        request,
        "partnerships/list.html",
        rows=rows,
        year=day.year,
        together=sum(one.euros or 0 for one in rows if one.it.facts.ended_on is None),
        going=sum(one.it.facts.ended_on is None for one in rows),
        may_keep=may_keep_dossiers(who.actor),
    )


@for_everybody()
async def table(request: Request) -> Response:
    """The same for a spreadsheet: a line for each year of money."""
    found: tuple[Registered, ...] = await ask(request, partnerships)
    who = visitor(request)
    site = services(request).settings.site(who.municipality_id)
    made = io.StringIO()
    lines = csv.writer(made, delimiter=";", lineterminator="\r\n")
    lines.writerow([translated(name, who.lang) for name in COLUMNS])
    for one in found:
        lines.writerows(_lines(told(one, today(request), who.lang), site))
    # The mark by which spreadsheets know UTF-8.
    return Response(
        "\ufeff" + made.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="samenwerkingen.csv"'},
    )


def _lines(one: Told, site: str) -> Iterable[list[str]]:
    facts = one.it.facts
    partners = "; ".join(f"{name} ({role})" if role else name for name, role in one.it.partners)
    for year, euros in one.it.money or ((None, None),):
        yield [
            _cell(value)
            for value in (
                facts.name,
                one.form,
                one.role,
                partners,
                facts.tasks,
                facts.account,
                facts.since_on,
                facts.review_on,
                facts.reviewed_on,
                facts.ended_on,
                year,
                euros,
                site + one.url,
            )
        ]


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(frozen=True)
class Change:
    """A version with what it replaced."""

    version: SaidOf
    first: bool
    #: What each part said before, by its name.
    were: tuple[tuple[str, str], ...]
    review_was: date | None


PARTS = {
    "name": N_("Naam"),
    "tasks": N_("Wat doen zij"),
    "account": N_("Hoe de raad stuurt"),
    "partners": N_("Partners"),
    "money": N_("Geld per jaar"),
}


def _changes(versions: tuple[SaidOf, ...], lang: str) -> list[Change]:
    older: list[SaidOf | None] = [*versions, None]
    return [_change(new, old, lang) for new, old in zip(versions, older[1:], strict=True)]


def _change(new: SaidOf, old: SaidOf | None, lang: str) -> Change:
    then = old or new
    were = tuple(
        (translated(name, lang), getattr(then, part))
        for part, name in PARTS.items()
        if getattr(then, part) != getattr(new, part)
    )
    moved = then.review_on if then.review_on != new.review_on else None
    return Change(new, old is None, were, moved)


@for_everybody()
async def one(request: Request) -> Response:
    """With whom, for what, for how much, how the council steers, and what changed."""
    return await shown(request, Form({}))


async def shown(request: Request, form: Form, *, status: int = 200) -> Response:
    """The page, with the form for an item of the council for who keeps the register."""
    who, found = visitor(request), await partnership(request)
    keeps = may_keep_dossiers(who.actor)
    items: tuple[Linked, ...] = await ask(request, items_to_pick) if keeps else ()
    return page(
        request,
        "partnerships/one.html",
        status=status,
        form=form,
        one=told(found.partnership, today(request), who.lang),
        items=[(meeting_path(item.meeting_id), item) for item in found.items],
        changes=_changes(found.versions, who.lang),
        may_keep=keeps,
        choices=[(str(item.item_id), item) for item in items],
    )


async def partnership(request: Request) -> PartnershipPage:
    """Of the id in the address."""
    found: PartnershipPage = await ask(
        request, partnership_page, request.path_params["partnership"]
    )
    return found
