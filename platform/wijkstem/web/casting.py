"""Sending a ballot: first the roll is marked, then the ballot goes in the box, each in a transaction of its own.

The second is not done as the person who is logged in, but as nobody. No line is logged of a request here, the session
does not learn that somebody was active, and what is told about the ballot goes to the voter's own device only.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.ballots import Cast, CastBallot, new_nonce
from wijkstem.commands.marking import Marked, MarkRoll
from wijkstem.domain.ballots import as_answers, filled_in
from wijkstem.domain.people import ANYONE
from wijkstem.domain.vote_questions import QuestionFile
from wijkstem.domain.voting_codes import grouped, read
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken, WijkstemError
from wijkstem.kit.commits import CommitUnknown
from wijkstem.kit.i18n import N_
from wijkstem.queries.ballots import Booth
from wijkstem.web.ballot_device import Key, Started, keep_key, keep_started, key_of, started
from wijkstem.web.ballot_entry import by_letter, by_login, never_kept, number_of, receipt_page
from wijkstem.web.ballot_shown import paper
from wijkstem.web.ballots import ballot_page, closed, of_area, of_this, to_send
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.language import translated
from wijkstem.web.links import ballot_path, booth_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import do
from wijkstem.words.rounds import VotingWay

SEND_AGAIN = N_(
    "Wij weten niet zeker of uw stem is aangekomen. Verstuur uw stembiljet nog eens. Uw stem telt altijd maar één keer."
)
OWN_AREA = notice("warning", "U stemt in dit gebied, want hier woont u. Vul dit stembiljet in.")
OTHER_AREA = N_("Uw stem is voor een ander gebied. Vul het stembiljet van uw eigen gebied in.")


async def check(request: Request) -> Response:
    """All that was chosen once more, before it is sent."""
    it = await of_area(request)
    if shut := closed(request, it):
        return shut
    number = it.round.number
    mine, key = started(request, number), key_of(request, number)
    if is_sent(mine, key):
        return redirect(request, receipt_page(it, key))
    key = await _of_visitor(request, it, key)
    if key.way is VotingWay.LOGIN and key.area not in {0, it.area.seq if it.area else 0}:
        return _to_own_area(request, it, key, key.area)
    return _summary(request, it, mine, key, Form({"nonce": new_nonce()}))


def is_sent(mine: Started, key: Key) -> bool:
    """Who goes back after sending, or sends from another window, finds nothing more to send."""
    return bool(key.receipt) and not mine.typed


def _summary(
    request: Request,
    it: Booth,
    mine: Started,
    key: Key,
    form: Form,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    one = paper(it, mine, visitor(request))
    if not one.picked and one.rules.min_picks:
        return redirect(request, _here(it))
    response = page(
        request,
        "ballots/check.html",
        status=status,
        it=it,
        paper=one,
        key=key,
        form=form,
        problem=problem,
        here=_here(it),
    )
    keep_key(request, response, it.round.number, key)
    return never_kept(response)


async def _of_visitor(request: Request, it: Booth, key: Key) -> Key:
    """Who is logged in and has no code gets one made on this device, before anything is marked with it."""
    if key.code or visitor(request).actor.person_id is None:
        return key
    return replace(await by_login(request, it), receipt=key.receipt)


async def send(request: Request) -> Response:
    """The vote itself."""
    it = await to_send(request)
    if shut := closed(request, it):
        return shut
    number, values = it.round.number, await read_form(request)
    mine, key = started(request, number), key_of(request, number)
    form = Form({"nonce": values.get("nonce", ""), "code": values.get("code", "")})
    if is_sent(mine, key) and not form.values["code"].strip():
        return redirect(request, receipt_page(it, key))
    try:
        key = await _with_code(request, it, key, values.get("code", ""))
        return await _send(request, it, mine, key, values.get("nonce", ""))
    except Invalid as wrong:
        wrong = as_answers(wrong) if it.round.is_question else wrong
        said = refused(form.values, wrong, visitor(request).lang)
        if "code" in said.errors:
            key = await _of_visitor(request, it, key)
            return _summary(request, it, mine, key, said, status=422)
        return ballot_page(request, await of_area(request), mine, form=said, status=422)
    except CommitUnknown:
        problem = translated(SEND_AGAIN, visitor(request).lang)
        return _summary(request, it, mine, key, form, problem=problem, status=503)
    except (RuleBroken, NotAllowed, NotFound, Conflict) as no:
        return _refused(request, it, mine, key, form, no)


def _refused(
    request: Request, it: Booth, mine: Started, key: Key, form: Form, no: WijkstemError
) -> Response:
    if no.code in {"vote_closed", "vote_not_open"}:
        begun = no.code == "vote_closed"
        return never_kept(page(request, "ballots/closed.html", status=422, it=it, begun=begun))
    fresh = Form({**form.values, "nonce": form.values.get("nonce") or new_nonce()})
    problem = sentence(no, visitor(request).lang)
    return _summary(request, it, mine, key, fresh, problem=problem, status=422)


async def _with_code(request: Request, it: Booth, key: Key, typed: str) -> Key:
    """The key of this device; or what was typed just now: a letter's, or what an earlier device was given."""
    if key.code and not typed.strip():
        return key
    try:
        return await by_letter(request, it, typed)
    except Invalid:
        if key.way is not VotingWay.LOGIN or visitor(request).actor.person_id is None:
            raise
        return Key(read(typed), VotingWay.LOGIN)


async def _send(request: Request, it: Booth, mine: Started, key: Key, nonce: str) -> Response:
    one, area = paper(it, mine, visitor(request)), it.area
    assert area is not None
    typed = of_this(one, mine)
    # Before anything is marked: a ballot that is not right must not use up a vote.
    filled_in(typed, one.rules, one.choices)
    if key.area and key.area != area.seq:
        raise RuleBroken("other_area", OTHER_AREA)
    actor = visitor(request).actor if key.way is VotingWay.LOGIN else ANYONE
    marked: Marked = await do(request, MarkRoll(it.round.id, key.code, key.way), actor)
    if marked.area_id != area.id:
        own = next(one.seq for one in it.areas if one.id == marked.area_id)
        return _to_own_area(request, it, key, own)
    cast: Cast = await do(
        request,
        CastBallot(it.round.id, area.id, key.code, marked.tag_key, typed, nonce),
        ANYONE,
    )
    return _sent(request, it, mine, key, cast)


def _to_own_area(request: Request, it: Booth, key: Key, own: int) -> Response:
    """Only who logs in can come here: their area follows from where they live, and nothing was cast."""
    response = redirect(request, ballot_path(it.round.number, own), notice=OWN_AREA)
    keep_key(request, response, it.round.number, replace(key, area=own))
    return response


def _sent(request: Request, it: Booth, mine: Started, key: Key, cast: Cast) -> Response:
    """What was chosen is gone from this device, and the code of a letter too: the next one at it must not see them."""
    response = redirect(request, f"{_here(it)}/verstuurd")
    kept = key.code if key.way is VotingWay.LOGIN else ""
    told = Key(kept, key.way, key.area, cast.receipt, cast.changed)
    keep_key(request, response, it.round.number, told)
    keep_started(request, response, it.round.number, Started(mine.seed, later=mine.later))
    return response


async def sent(request: Request) -> Response:
    """The receipt."""
    it = await of_area(request)
    key = key_of(request, it.round.number)
    if not key.receipt:
        return redirect(request, booth_path(number_of(request)))
    site = services(request).settings.site(visitor(request).municipality_id)
    return never_kept(
        page(
            request,
            "ballots/sent.html",
            it=it,
            # In full, for who prints the page.
            look_up=f"{site}/stembord/{it.round.number}/controle",
            receipt=grouped(key.receipt),
            code=grouped(key.code) if key.code else "",
            changed=key.changed,
            open=it.round.voting(services(request).clock.now()),
            door=booth_path(it.round.number),
            about=_about(it),
        )
    )


def _about(it: Booth) -> str:
    """Where it is told what came of a question; "" of a budget, whose plans are followed."""
    file = it.round.file
    return f"/meedoen/{file.means}" if isinstance(file, QuestionFile) else ""


def _here(it: Booth) -> str:
    return ballot_path(it.round.number, it.area.seq if it.area else 0)
