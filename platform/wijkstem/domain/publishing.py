"""When a result may go out: no lot is open, the paper is looked at, and two officials saw the very same files."""

from collections.abc import Iterable, Sequence
from typing import Any

from wijkstem.domain.people import Actor
from wijkstem.errors import Conflict, NotAllowed, RuleBroken
from wijkstem.kit.canonical import canonical, sha256


def digest_of(counts: Iterable[Any]) -> str:
    """Of all files of a result together; two officials look at the same thing."""
    return sha256(canonical(sorted([row.ballots_digest, row.result_digest] for row in counts)))


def check_approval(
    digest: str, counts: Sequence[Any], approved: Sequence[Any], unchecked: int, actor: Actor
) -> None:
    """Raises unless ``actor`` may approve this result now."""
    if any(row.lot_for for row in counts):
        raise RuleBroken(
            "lot_needed", "Eerst moet er worden geloot. Daarna kan de uitslag naar buiten."
        )
    if unchecked:
        raise RuleBroken(
            "paper_unchecked",
            "Kijk eerst het papier na dat is geloot. Het zijn er nog %(sheets)s.",
            sheets=unchecked,
        )
    if digest != digest_of(counts):
        raise Conflict("counted_anew", "Er is opnieuw geteld. Bekijk de uitslag nog eens.")
    if any(row.approved_by == actor.person_id for row in approved):
        raise NotAllowed("second_approval", "U keurde de uitslag al goed. Een collega kijkt ook.")
