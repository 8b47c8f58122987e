"""How much two plans look like one wish: for whoever judges them, with the words that they share."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from wijkstem.kit.search import telling

#: Where two plans are worth a look beside each other. Chosen on the labelled plans of `bench/alike.toml`.
WORTH_A_LOOK = 46.0


@dataclass(frozen=True)
class Wording:
    """What a plan says, as stems with the words they stand for: of its title, and of all of it."""

    title: dict[str, str]
    everything: dict[str, str]

    @classmethod
    def of(cls, title: str, text: str) -> "Wording":
        return cls(telling(title), telling(f"{title} {text}"))

    def shared(self, other: "Wording") -> tuple[str, ...]:
        """The words that stand in both, in the order of this one."""
        return tuple(word for stem, word in self.everything.items() if stem in other.everything)


def likeness(one: Wording, other: Wording) -> float:
    """Of 100: half by how close the wordings are, half by how many words the shorter one has in common.

    A title is held against all of the other plan too: one says in its title what the other explains.
    """
    close = fuzz.token_sort_ratio(" ".join(one.everything), " ".join(other.everything))
    whole = _common(one.everything, other.everything)
    by_title = max(_common(one.title, other.everything), _common(other.title, one.everything))
    return close / 2 + (whole + by_title) / 4


def _common(some: dict[str, str], others: dict[str, str]) -> float:
    fewest = min(len(some), len(others))
    return 100 * len(some.keys() & others.keys()) / fewest if fewest else 0.0
