"""What goes into a count and what comes out of it to be published; without the count itself, which needs numpy."""

from dataclasses import dataclass
from typing import Final

from wijkstem.domain.ballots import Picks
from wijkstem.words.rounds import VotingMethod

RULES: Final = "regels.json"
BOARD: Final = "bord.jsonl"
HEADS: Final = "koppen.json"
CLOSING: Final = "sluiting.json"
README: Final = "LEESMIJ.txt"


def ballots_name(area: int) -> str:
    return f"stemmen-{area}.pb"


def result_name(area: int) -> str:
    return f"uitslag-{area}.json"


@dataclass(frozen=True)
class Lot:
    """A lot that was drawn in public: what was drawn, and how."""

    seed: str
    how: str


@dataclass(frozen=True)
class Cast:
    """A ballot that counts: what stands on it, and how it came."""

    picks: Picks
    method: VotingMethod


@dataclass(frozen=True)
class Published:
    """The two files of an area, and the plans that wait for a lot."""

    ballots_file: str
    result: str
    waiting: tuple[str, ...]
