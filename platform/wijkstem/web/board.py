"""The ballot board for everybody: its heads and lines, proofs to download, and "was my ballot counted?"."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wijkstem.domain import board as making
from wijkstem.domain.voting_codes import CODE_LENGTH, grouped, is_receipt, read
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.board import (
    Board,
    Head,
    ballots_on_board,
    board,
    board_file,
    heads,
    proof_of_growth,
    proof_of_line,
    standing_of,
)
from wijkstem.queries.rounds import Round, round_by_number, rounds
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.pages import page
from wijkstem.web.work import ask
from wijkstem.words.rounds import RoundKind, RoundState

#: Before the rules are fixed there is nothing to put on a board.
_WITHOUT = frozenset({RoundState.DRAFT, RoundState.ANNOUNCED})


@dataclass(frozen=True)
class Found:
    """What became of somebody's ballot."""

    #: Its line; None: in the box, and on the board with the next head.
    number: int | None
    receipt: str


async def listing(request: Request) -> Response:
    """Everything that was voted on and has a board."""
    found = await ask(request, rounds, kinds=tuple(RoundKind))
    return page(
        request,
        "board/list.html",
        rounds=[
            (f"/stembord/{one.number}", one.name) for one in found if one.state not in _WITHOUT
        ],
    )


async def _round(request: Request) -> Round:
    found = await ask(request, round_by_number, request.path_params["round"])
    if found.state in _WITHOUT or found.rule_file is None:
        raise NotFound("no_board", "Deze ronde heeft nog geen stembord.")
    return found


async def show(request: Request) -> Response:
    """The heads of a round's board, the newest first."""
    it = await _round(request)
    made = await ask(request, heads, it.id)
    return page(
        request,
        "board/board.html",
        it=it,
        url=f"/stembord/{it.number}",
        heads=made[::-1],
        ballots=await ask(request, ballots_on_board, it.id),
        older=made[0] if len(made) > 1 else None,
        heads_at=it.terms.heads_at,
        closed=any(head.closing for head in made),
    )


async def heads_file(request: Request) -> Response:
    """``koppen.json``, as `docs/verify/check_board.py` reads it."""
    it = await _round(request)
    made = await ask(request, heads, it.id)
    said = [
        {**making.Head(h.size, h.root, h.chain, h.closing).public(), "made_at": _at(h)}
        for h in made
    ]
    return _download("koppen.json", {"round": str(it.id), "heads": said})


def _at(head: Head) -> str:
    return head.made_at.isoformat()


async def lines_file(request: Request) -> Response:
    """``bord.jsonl``: every line."""
    it = await _round(request)
    newest = await _newest(request, it)
    content = await ask(request, board_file, it.id, newest.size)
    return Response(content, media_type="application/x-ndjson", headers=_as_file("bord.jsonl"))


async def _newest(request: Request, it: Round) -> Head:
    made = await ask(request, heads, it.id)
    if not made:
        raise NotFound("no_board", "Deze ronde heeft nog geen stembord.")
    return made[-1]


async def line_proof(request: Request) -> Response:
    """That a line stands on the board, by its number."""
    it, number = await _round(request), request.path_params["line"]
    found: Board = await ask(request, board, it.id, (await _newest(request, it)).size)
    return _download(f"bewijs-{number}.json", proof_of_line(found, number))


async def growth_proof(request: Request) -> Response:
    """That nothing was changed or taken away between two heads."""
    it = await _round(request)
    older, newer = request.path_params["older"], request.path_params["newer"]
    made = {head.size: head for head in await ask(request, heads, it.id)}
    if older not in made or newer not in made:
        raise NotFound("no_such_head", "Deze kop van het stembord is er niet.")
    found: Board = await ask(request, board, it.id, newer)
    return _download(f"aangroei-{older}-{newer}.json", proof_of_growth(found, made[older]))


async def check(request: Request) -> Response:
    """Where a receipt is typed."""
    return _check_page(request, await _round(request), Form())


async def look_up(request: Request) -> Response:
    """What became of the ballot of a receipt; never what stands on it. The code comes in no address."""
    it, values = await _round(request), await read_form(request)
    try:
        found = await _found(request, it, values.get("code", ""))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return _check_page(request, it, form, status=422)
    return _check_page(request, it, Form(values), found=found)


async def _found(request: Request, it: Round, typed: str) -> Found:
    receipt = read(typed)
    if len(receipt) == CODE_LENGTH:
        raise _wrong(
            N_("Dit lijkt uw stemcode. Typ hier de ontvangstcode die u na het stemmen kreeg.")
        )
    if not is_receipt(receipt):
        raise _wrong(
            N_("Deze code klopt niet. Een ontvangstcode heeft 12 tekens. Typ hem nog eens over.")
        )
    standing = await ask(request, standing_of, it.id, receipt)
    if standing is None:
        raise _wrong(N_("Wij vinden geen stem bij deze code. Kijk of dit de goede stemronde is."))
    return Found(standing.number, grouped(receipt))


def _wrong(sentence: str) -> Invalid:
    return Invalid({"code": FieldError("no_receipt", sentence)})


def _check_page(
    request: Request, it: Round, form: Form, *, found: Found | None = None, status: int = 200
) -> Response:
    return page(
        request,
        "board/check.html",
        status=status,
        it=it,
        url=f"/stembord/{it.number}",
        form=form,
        found=found,
    )


def _download(name: str, content: dict[str, Any]) -> Response:
    return JSONResponse(content, headers=_as_file(name))


def _as_file(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-cache",
    }
