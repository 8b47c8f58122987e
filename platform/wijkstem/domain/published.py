"""What goes into a count and what comes out of it to be published; without the count itself, which needs numpy."""

from dataclasses import dataclass
from datetime import date
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
    """A lot that was drawn in public."""

    #: Whose figures, and of its first draw from which day on: by the rules and the close.
    source: str
    first_day: date
    #: Of the board at the close.
    root: str
    figure: str
    #: Where anybody can look the figures up.
    how: str

    @property
    def seed(self) -> str:
        """What goes into the count."""
        return f"{self.root}|{self.figure}"

    def public(self) -> dict[str, str]:
        """As it stands in a result."""
        return {
            "source": self.source,
            "first_day": self.first_day.isoformat(),
            "root": self.root,
            "figure": self.figure,
            "how": self.how,
            "seed": self.seed,
        }


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
