"""Checking a published round from its files alone: nothing of the platform's database, nothing that must be believed.

Each check says what was held against what. The count is done again from the published ballots, and must give the published
files to the letter.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wijkstem.domain import board, published
from wijkstem.domain.board import Line
from wijkstem.domain.closing import AreaTotals, closing_day, closing_text, more_codes, totals_of
from wijkstem.domain.counting import published_again, read_again
from wijkstem.domain.lots import drawn, figure_of
from wijkstem.domain.published import Lot, ballots_name, result_name
from wijkstem.domain.rounds import FileArea
from wijkstem.domain.vote_files import VoteFile, vote_file
from wijkstem.errors import WijkstemError
from wijkstem.kit.canonical import sha256
from wijkstem.words.rounds import BoardKind

#: What a file can have wrong that reading it finds: no JSON, other names, other types.
_UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, WijkstemError)


@dataclass(frozen=True)
class Check:
    """Something that was held against something else; ``wrong`` is "" when it is right."""

    name: str
    what: str
    wrong: str = ""

    @property
    def ok(self) -> bool:
        return not self.wrong


@dataclass(frozen=True)
class Board:
    """The board and its heads, as they were published."""

    round_id: str
    lines: tuple[Line, ...]
    heads: tuple[board.Head, ...]

    def digests(self, kind: BoardKind) -> list[str]:
        return [line.digest for line in self.lines if line.kind is kind]


def verify(files: Mapping[str, str]) -> list[Check]:
    """Every check of an export, by the names of its files; it stops early only at what cannot be read."""
    missing = [name for name in _needed(files) if name not in files]
    checks = [
        _said(
            "files", "all files are there", ", ".join(missing) and f"missing: {', '.join(missing)}"
        )
    ]
    if missing:
        return checks
    try:
        file, found = vote_file(files[published.RULES]), read_board(files)
        totals = totals_of(files[published.CLOSING])
        closing_day(files[published.CLOSING])
    except _UNREADABLE as error:
        return [*checks, Check("reading", "the files can be read", _plainly(error))]
    checks += [*_rules(files, file, found), *_board(found), *_closed(files, file, found, totals)]
    by_area = {one.area: one for one in totals}
    for area in file.areas:
        if area.number in by_area:
            checks += _area(files, file, area, found, by_area[area.number])
    return [*checks, _nothing_more(files)]


def _needed(files: Mapping[str, str]) -> list[str]:
    names = [published.RULES, published.BOARD, published.HEADS, published.CLOSING]
    try:
        areas = vote_file(files[published.RULES]).areas
    except _UNREADABLE:
        return names
    return names + [name for a in areas for name in (ballots_name(a.number), result_name(a.number))]


def _nothing_more(files: Mapping[str, str]) -> Check:
    known = {*_needed(files), published.README}
    return _said("no_more_files", "no other files", ", ".join(sorted(files.keys() - known)))


def _said(name: str, what: str, wrong: str) -> Check:
    return Check(name, what, wrong)


def _same(name: str, what: str, found: object, wanted: object) -> Check:
    return Check(name, what, "" if found == wanted else f"{found} is not {wanted}")


def _plainly(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def read_board(files: Mapping[str, str]) -> Board:
    """Raises ValueError for a line that is not to the letter as we write it."""
    said = json.loads(files[published.HEADS])
    heads = tuple(
        board.Head(one["size"], one["root"], one["chain"], one["closing"]) for one in said["heads"]
    )
    lines = []
    for text in files[published.BOARD].split("\n")[:-1]:
        one = json.loads(text)
        line = Line(one["number"], BoardKind(one["kind"]), one["digest"])
        if line.text != text:
            raise ValueError(f"not a line of a board: {text[:80]}")
        lines.append(line)
    return Board(said["round"], tuple(lines), heads)


def _rules(files: Mapping[str, str], file: VoteFile, found: Board) -> Iterator[Check]:
    yield _same("rules_text", "the rule file is canonical", files[published.RULES], file.to_json())
    first = found.lines[0] if found.lines else None
    on_board = first.digest if first and first.kind is BoardKind.RULES else None
    yield _same(
        "rules", "the rule file is the one on the board's first line", file.digest, on_board
    )


def _board(found: Board) -> Iterator[Check]:
    numbers = [line.number for line in found.lines]
    yield _same(
        "board_numbers", "the board's lines are 0, 1, 2 …", numbers, list(range(len(numbers)))
    )
    start = board.start_of(found.round_id)
    chains = [start, *(chain for _line, chain in board.chained(start, found.lines))]
    for head in found.heads:
        wrong = ""
        if not 0 < head.size <= len(found.lines):
            wrong = f"there are {len(found.lines)} lines"
        elif (board.tree_of(found.lines[: head.size]).root.hex(), chains[head.size]) != (
            head.root,
            head.chain,
        ):
            wrong = "root or chain is another"
        yield _said("head", f"the head of {head.size} lines sums up these lines", wrong)
    sizes = [head.size for head in found.heads]
    yield _same(
        "head_order",
        "the heads follow each other up to the last line",
        sizes,
        sorted({*sizes, len(found.lines)}),
    )
    yield _said(
        "ballots_once",
        "no ballot stands on the board twice",
        _twice(found.digests(BoardKind.BALLOT)),
    )
    yield _said("after_close", "no ballot came on the board after the close", _late(found))


def _twice(digests: list[str]) -> str:
    return ", ".join(one for one, times in Counter(digests).items() if times > 1)


def _late(found: Board) -> str:
    closing = [head.size for head in found.heads if head.closing]
    if len(closing) != 1:
        return f"there are {len(closing)} closing heads"
    late = [line for line in found.lines[closing[0] :] if line.kind is not BoardKind.RESULT]
    return f"{len(late)} lines after the closing head" if late else ""


def _closed(
    files: Mapping[str, str], file: VoteFile, found: Board, totals: tuple[AreaTotals, ...]
) -> Iterator[Check]:
    text = files[published.CLOSING]
    yield _same(
        "closing_text",
        "the totals are canonical",
        text,
        closing_text(file.number, closing_day(text), totals),
    )
    yield _same(
        "closing",
        "the totals are those on the board",
        [sha256(text)],
        found.digests(BoardKind.CLOSING),
    )
    areas = [area.number for area in file.areas]
    yield _same(
        "areas", "the totals are of the areas of the rule file", [one.area for one in totals], areas
    )
    lines = len(found.digests(BoardKind.BALLOT))
    stored = sum(one.versions + one.sheets for one in totals)
    yield _same(
        "board_ballots", "as many ballots on the board as there were in the box", lines, stored
    )
    wrong = [str(one.area) for one in totals if not one.adds_up]
    yield _said("reconciled", "voters on the roll ≥ voters who voted ≥ ballots", ", ".join(wrong))
    codes = f"there are {sum(one.codes for one in totals)}" * more_codes(totals, file.codes)
    yield _said("codes", f"no more voting codes than the {file.codes} that the rules name", codes)


def _area(
    files: Mapping[str, str], file: VoteFile, area: FileArea, found: Board, totals: AreaTotals
) -> Iterator[Check]:
    ballots, result = files[ballots_name(area.number)], files[result_name(area.number)]
    results, of = set(found.digests(BoardKind.RESULT)), f"area {area.number}: "
    for name, text in ((ballots_name(area.number), ballots), (result_name(area.number), result)):
        wrong = "" if sha256(text) in results else sha256(text)
        yield _said("on_board", f"{of}{name} is on the board", wrong)
    try:
        said = json.loads(result)
        lot = said["lot"] and _lot(files, file, found, said["lot"])
        election, methods = read_again(file, area, ballots.encode(), totals.withdrawn)
        again = published_again(file, area, election, methods, lot)
    except _UNREADABLE as error:
        yield _said("count", f"{of}the ballots can be counted again", _plainly(error))
        return
    yield _same(
        "rows",
        f"{of}as many ballots as there were at the close",
        len(election.ballots),
        totals.ballots,
    )
    yield _said("lot", f"{of}no lot is open", ", ".join(again.waiting))
    yield _same(
        "lot_fixed",
        f"{of}a lot is of the source, the day and the root that were fixed before it",
        said["lot"],
        lot and lot.public(),
    )
    yield _said(
        "ballots_file",
        f"{of}costs, sums and ballots are as counted again",
        _differs(ballots, again.ballots_file),
    )
    yield _said(
        "result", f"{of}counted again, the result is the same", _differs(result, again.result)
    )


def _lot(files: Mapping[str, str], file: VoteFile, found: Board, said: Mapping[str, str]) -> Lot:
    """As the rules and the close have it; of what was published only the figures, and where they can be found."""
    root = next((head.root for head in found.heads if head.closing), "")
    figure = figure_of(said["figure"]) or ""
    return drawn(file, closing_day(files[published.CLOSING]), root, figure, said["how"])


def _differs(text: str, wanted: str) -> str:
    """The first line that is another."""
    if text == wanted:
        return ""
    pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
    number, pair = next(((n, p) for n, p in enumerate(pairs, 1) if p[0] != p[1]), (0, ("", "")))
    return (
        f"line {number}: published {pair[0].strip()[:80]!r}, counted again {pair[1].strip()[:80]!r}"
    )
