"""Filling in a ballot. Whatever button is pressed, everything that was filled in is kept on the voter's own device."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.ballots import FIELD, PICKED, as_answers, filled_in
from wijkstem.errors import Invalid
from wijkstem.queries.ballots import Booth, booth, booth_key, booths
from wijkstem.web.ballot_device import (
    ALL,
    LONGEST,
    MOST_BESIDE,
    Key,
    Started,
    keep_started,
    key_of,
    started,
)
from wijkstem.web.ballot_entry import never_kept, number_of, receipt_page
from wijkstem.web.ballot_shown import Paper, asked, paper
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.inputs import whole
from wijkstem.web.links import ballot_path, booth_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, gathered
from wijkstem.words.rounds import BallotType

TOO_MUCH = notice(
    "warning", "Dit past niet meer op uw apparaat. Haal eerst iets van uw stembiljet."
)
ENOUGH_BESIDE = notice("warning", "U kunt vier plannen naast elkaar zetten. Haal er eerst een weg.")
TWO_BESIDE = notice("info", "Kies eerst twee plannen die u naast elkaar wilt zien.")

#: The one field of a ballot on which one plan is chosen.
ONE: Final = "een"
#: What a page has besides the fields of the plans.
_OTHERS: Final = 20
#: More plans than any ballot has; a page has a field or so for each.
_MOST_PLANS: Final = 1000
_WORDS: Final = 80


async def of_area(request: Request) -> Booth:
    """The ballot of the address."""
    return await ask(request, booth, number_of(request), int(request.path_params["area"]))


async def to_send(request: Request) -> Booth:
    """The same for what shows nobody a plan: on the last evening, many send at the same moment."""
    key = booth_key(number_of(request), int(request.path_params["area"]))
    found: Booth | None = await gathered(request, booths, key)
    # Who asks for what is not there hears why.
    return found or await of_area(request)


def closed(request: Request, it: Booth) -> Response | None:
    """The page to show when nobody can vote now, also to a program: what was sent is refused. None when people can."""
    at = services(request).clock.now()
    if it.round.voting(at):
        return None
    begun = it.round.opens_at is not None and it.round.opens_at <= at
    status = 422 if request.method == "POST" else 200
    return never_kept(page(request, "ballots/closed.html", status=status, it=it, begun=begun))


async def show(request: Request) -> Response:
    """The ballot, as far as it was filled in."""
    it = await of_area(request)
    if shut := closed(request, it):
        return shut
    mine = started(request, it.round.number)
    response = ballot_page(request, it, mine)
    if mine.fresh:
        keep_started(request, response, it.round.number, mine)
    return response


def ballot_page(
    request: Request, it: Booth, mine: Started, *, form: Form | None = None, status: int = 200
) -> Response:
    """The page of the ballot, with what is wrong with it when it was to go on."""
    who = visitor(request)
    one = paper(it, mine, who)
    key = key_of(request, it.round.number)
    return never_kept(
        page(
            request,
            "ballots/fill.html",
            status=status,
            it=it,
            paper=one,
            mine=mine,
            seen=one.seen(mine),
            asked=asked(one.rules, one.most, who.lang, question=one.is_question),
            form=form or Form({"zoek": mine.words, "toon": mine.show}),
            elsewhere=_elsewhere(it, key),
            receipt=receipt_page(it, key),
            here=ballot_path(it.round.number, it.area.seq if it.area else 0),
            door=booth_path(it.round.number),
        )
    )


def _elsewhere(it: Booth, key: Key) -> str:
    """The ballot that this voter's code is for, when it is another."""
    if not key.area or it.area is None or key.area == it.area.seq:
        return ""
    return ballot_path(it.round.number, key.area)


async def fill(request: Request) -> Response:
    """Keep what was filled in, and do what the button says."""
    it = await of_area(request)
    number, area = it.round.number, it.area
    if area is None or (shut := closed(request, it)):
        return closed(request, it) or shut or redirect(request, booth_path(number))
    values = await read_form(request, most=_MOST_PLANS + _OTHERS)
    before = started(request, number)
    mine = merged(before, values, paper(it, before, visitor(request)))
    here, what = ballot_path(number, area.seq), values.get("doe", "")
    if what == "verder":
        return _go_on(request, it, mine)
    to, said = here, None
    if what.startswith("later-"):
        mine = replace(mine, later=mine.later ^ {whole(what[6:])})
        to = f"{here}#plan-{whole(what[6:])}"
    elif what.startswith("naast-"):
        mine, fits = beside(mine, whole(what[6:]))
        to, said = f"{here}#plan-{whole(what[6:])}", None if fits else ENOUGH_BESIDE
    elif what == "vergelijk":
        to, said = (f"{here}/vergelijken", None) if len(mine.beside) > 1 else (here, TWO_BESIDE)
    elif what == "alles":
        mine = replace(mine, show=ALL, words="")
    return _kept(request, mine, number, to, said)


def _kept(request: Request, mine: Started, number: str, to: str, said: object) -> Response:
    response = redirect(request, to, notice=said)  # type: ignore[arg-type]  # one of the notices above
    if keep_started(request, response, number, mine):
        return response
    return redirect(request, to, notice=TOO_MUCH)


def _go_on(request: Request, it: Booth, mine: Started) -> Response:
    """To the summary, or back to the ballot with what is wrong."""
    number, area = it.round.number, it.area
    assert area is not None
    one = paper(it, mine, visitor(request))
    try:
        filled_in(of_this(one, mine), one.rules, one.choices)
    except Invalid as wrong:
        said = as_answers(wrong) if one.is_question else wrong
        form = refused({"zoek": "", "toon": ALL}, said, visitor(request).lang)
        # Also what is not looked at just now can be wrong.
        response = ballot_page(
            request, it, replace(mine, show=ALL, words=""), form=form, status=422
        )
        keep_started(request, response, number, mine)
        return response
    return _kept(request, mine, number, f"{ballot_path(number, area.seq)}/controleren", None)


def of_this(one: Paper, mine: Started) -> dict[int, str]:
    """What was filled in for the plans of this ballot; what was for another area's stays where it is."""
    return {choice.number: mine.typed.get(choice.number, "") for choice in one.choices}


def merged(before: Started, values: Mapping[str, str], one: Paper) -> Started:
    """What was started, with what a page of it brings. Plans that it did not show stay as they were."""
    shown = {whole(text) for text in values.get("getoond", "").split(",")}
    shown &= {choice.number for choice in one.choices}
    typed = dict(before.typed)
    for number in shown:
        text = values.get(f"{FIELD}{number}", "")[:LONGEST].strip()
        if one.rules.type is BallotType.CHOOSE_ONE:
            text = PICKED if values.get(ONE) == str(number) else ""
            if text:  # what was chosen before, on a page that shows other plans, no longer is
                typed = dict.fromkeys(typed, "")
        typed[number] = text
    if values.get("doe") == "toon":
        words, show = values.get("zoek", "")[:_WORDS], values.get("toon", ALL)
        before = replace(before, words=words, show=show)
    return replace(before, typed={number: text for number, text in typed.items() if text})


def beside(mine: Started, number: int) -> tuple[Started, bool]:
    """With a plan laid beside the others, or taken away from there; whether there was room for it."""
    if number in mine.beside:
        return replace(mine, beside=tuple(one for one in mine.beside if one != number)), True
    if len(mine.beside) >= MOST_BESIDE:
        return mine, False
    return replace(mine, beside=(*mine.beside, number)), True


async def compare(request: Request) -> Response:
    """Two, three or four plans side by side."""
    it = await of_area(request)
    if shut := closed(request, it):
        return shut
    mine = started(request, it.round.number)
    one = paper(it, mine, visitor(request))
    return never_kept(
        page(
            request,
            "ballots/compare.html",
            it=it,
            plans=[plan for plan in one.plans if plan.beside],
            paper=one,
            here=ballot_path(it.round.number, it.area.seq if it.area else 0),
        )
    )
