"""The door of the polling booth: with the code of a letter, by logging in, or on paper; and what stays secret."""

import re

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.rolls import code_hash
from wijkstem.domain.voting_codes import is_code, new_code, read
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.ballots import Booth, Lettered, booth, letter_key, lettered
from wijkstem.queries.marking import area_of_login
from wijkstem.web import ballot_device
from wijkstem.web.ballot_device import Key, keep_key, key_of
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.links import ballot_path, booth_path
from wijkstem.web.metrics import sign_in_refused
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.work import ask, gathered
from wijkstem.words.rounds import VotingWay

FORGOTTEN = notice("ok", "Op dit apparaat staat nu niets meer van uw stembiljet.")

NO_CODE = N_("Vul de stemcode uit uw brief in.")
MISTYPED = N_(
    "Deze stemcode klopt niet. Een code heeft 15 tekens. Kijk nog eens goed naar uw brief."
)
UNKNOWN = N_("Deze stemcode kennen wij niet. Is het de brief van deze ronde?")
ON_PAPER = N_("Met deze stemcode is al op papier gestemd.")


def number_of(request: Request) -> str:
    """Raises NotFound for what no round is called."""
    number = str(request.path_params["round"])
    if not re.fullmatch(r"[0-9A-Za-z-]{1,12}", number):
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return number


async def enter(request: Request) -> Response:
    """The ways to vote."""
    it = await ask(request, booth, number_of(request), None)
    return never_kept(_door(request, it, Form()))


def _door(request: Request, it: Booth, form: Form, *, status: int = 200) -> Response:
    at = services(request).clock.now()
    return page(
        request,
        "ballots/enter.html",
        status=status,
        it=it,
        form=form,
        open=it.round.voting(at),
        begun=it.round.opens_at is not None and it.round.opens_at <= at,
        areas=[(area, ballot_path(it.round.number, area.seq)) for area in it.areas],
        receipt=receipt_page(it, key_of(request, it.round.number)),
        logged_in=visitor(request).actor.person_id is not None,
        here=booth_path(it.round.number),
    )


def receipt_page(it: Booth, key: Key) -> str:
    """Where the receipt of the ballot stands that was sent from this device; empty when none was."""
    if not key.receipt:
        return ""
    return f"{ballot_path(it.round.number, (it.area or it.areas[0]).seq)}/verstuurd"


async def come_in(request: Request) -> Response:
    """With a code, which is only looked at; or as who is logged in, with a code that this device makes."""
    number, values = number_of(request), await read_form(request)
    it = await ask(request, booth, number, None)
    if values.get("manier") == VotingWay.LOGIN:
        had = key_of(request, number)
        key = await by_login(request, it, had.code if had.way is VotingWay.LOGIN else "")
        response = redirect(request, _first(it, key))
    else:
        try:
            key = await by_letter(request, it, values.get("code", ""))
        except Invalid as wrong:
            sign_in_refused("voting_code")
            form = refused(values, wrong, visitor(request).lang)
            return never_kept(_door(request, it, form, status=422))
        response = redirect(request, ballot_path(number, key.area))
    keep_key(request, response, number, key)
    return response


async def by_login(request: Request, it: Booth, code: str = "") -> Key:
    """The key of who is logged in, with the code that this device has or a fresh one; nothing is marked by asking."""
    person_id, area = visitor(request).actor.person_id, None
    if person_id is not None:
        keys = services(request).tag_keys
        area = await ask(request, area_of_login, it.round.id, person_id, keys)
    return Key(code or new_code(), VotingWay.LOGIN, area or 0)


async def by_letter(request: Request, it: Booth, typed: str) -> Key:
    """The key that a code of a letter is. Raises Invalid for one that is none; nothing is marked by asking."""
    code = read(typed)
    if not is_code(code):
        said = MISTYPED if code else NO_CODE
        raise Invalid({"code": FieldError("voting_code", said)})
    keys, here = services(request).tag_keys, visitor(request).municipality_id
    hashes = [code_hash(keys, key_id, here, it.round.id, code) for key_id in keys.keys]
    found: Lettered | None = None
    for hashed in hashes:
        found = found or await gathered(request, lettered, letter_key(it.round.id, hashed))
    if found is None or found.on_paper:
        raise Invalid({"code": FieldError("voting_code", ON_PAPER if found else UNKNOWN)})
    return Key(code, VotingWay.CODE, found.area)


def _first(it: Booth, key: Key) -> str:
    """To the ballot; where there are more, the door asks which."""
    if key.area or len(it.areas) == 1:
        return ballot_path(it.round.number, key.area or it.areas[0].seq)
    return f"{booth_path(it.round.number)}#gebieden"


async def forget(request: Request) -> Response:
    """For a device that others use as well."""
    number = number_of(request)
    response = redirect(request, booth_path(number), notice=FORGOTTEN)
    ballot_device.forget(request, response, number)
    return response


@for_everybody(data=False)
async def secrecy(request: Request) -> Response:
    """What is protected against whom, and what is not."""
    visitor(request)
    return page(request, "ballots/secrecy.html")


def never_kept(response: Response) -> Response:
    """Nothing of the booth stays in the memory of a browser."""
    response.headers["Cache-Control"] = "no-store"
    return response
