"""Ballots on paper: how a sheet is typed, when a pile is agreed on, and which sheets are held against the paper.

Officials type the numbers that stand on a sheet, whatever the type of ballot: "3 7 12"; with points or scores "3=2 7=1";
a ranking in its order, the best first.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from wijkstem.domain.ballots import PICKED
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.canonical import canonical, sha256
from wijkstem.words.rounds import BallotType

#: So many sheets without an error show, with 95 % certainty, that fewer than 5 % are wrong (0.95 ** 59 < 0.05).
SAMPLE: Final = 59
#: One pile; more becomes unhandy on a table.
MOST_SHEETS: Final = 500
#: Of what somebody types for a sheet.
LONGEST: Final = 2000

#: Of all readings of a sheet: the picks, and None for a sheet that cannot be counted.
Readings = Mapping[int, str | None]

_PART = re.compile(r"[0-9]{1,4}(=[0-9]{1,4})?")
_WITH_POINTS = {BallotType.POINTS, BallotType.SCORES}


def typed_sheet(typed: str, kind: BallotType) -> dict[int, str]:
    """What an official typed, as a form of the ballot's page would give it.

    Raises:
        Invalid: it cannot be read, or a plan stands in it twice.
    """
    parts = re.sub(r"\s*=\s*", "=", typed[:LONGEST].replace(",", " ").replace(";", " ")).split()
    found: dict[int, str] = {}
    for place, part in enumerate(parts, 1):
        plan, points = _read(part, kind)
        if plan in found:
            raise wrong_sheet(
                FieldError("named_twice", "Plan %(plan)s staat er twee keer.", plan=plan)
            )
        found[plan] = str(place) if kind is BallotType.RANKING else points
    if not found:
        raise wrong_sheet(
            FieldError("nothing_typed", "Typ de nummers van de plannen die zijn gekozen.")
        )
    return found


def _read(part: str, kind: BallotType) -> tuple[int, str]:
    plan, has_points, points = part.partition("=")
    if not _PART.fullmatch(part) or bool(has_points) != (kind in _WITH_POINTS):
        raise wrong_sheet(
            FieldError(
                "unreadable_part",
                "%(part)s is niet te lezen. Typ het zo: %(how)s.",
                part=part[:20],
                how=example(kind),
            )
        )
    return int(plan), points or PICKED


def example(kind: BallotType) -> str:
    """How a sheet is typed."""
    return "3=2 7=1" if kind in _WITH_POINTS else "3 7 12"


def wrong_sheet(error: FieldError) -> Invalid:
    return Invalid({"picks": error})


def is_settled(readings: Readings) -> bool:
    """Whether it is known what stands on a sheet: two read the same, or a third looked."""
    return 3 in readings or (len(readings) == 2 and not differs(readings))


def differs(readings: Readings) -> bool:
    return {1, 2} <= readings.keys() and readings[1] != readings[2]


def outcome(readings: Readings) -> str | None:
    """What counts of a sheet that is settled."""
    return readings[max(readings)]


def next_turn(readings: Readings) -> int | None:
    """Whose reading a sheet waits for: the first, the second, or the third where those differ."""
    return None if is_settled(readings) else len(readings) + 1


def manifest(
    *, batch_id: UUID, round_id: UUID, area_id: UUID, number: int, sheets: Sequence[str | None]
) -> str:
    """What was agreed on for a pile, sheet by sheet; its digest stands on the board.

    The batch's random id makes that nobody finds the ballots of a small pile by trying all that there can be.
    """
    said = {
        "batch": str(batch_id),
        "round": str(round_id),
        "area": str(area_id),
        "number": number,
        "sheets": list(sheets),
    }
    return sha256(canonical(["wijkstem-paper-v1", said]))


def drawn(
    root: str, sheets: Collection[tuple[int, int]], most: int = SAMPLE
) -> list[tuple[int, int]]:
    """The sheets (batch, sheet) that the closing head draws: those with the lowest SHA-256 of root, batch and sheet.

    Nobody knows the root before the close, and everybody can draw again.
    """
    return sorted(sorted(sheets, key=lambda one: sha256(f"{root}|{one[0]}|{one[1]}"))[:most])
