"""How the council voted, as the clerk types it: a line a party, checked against the totals and the outcome."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wijkstem.domain.texts import line_error
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.text import clean
from wijkstem.words import Milestone

PARTY_MOST = 60
#: More parties than a council has seats.
PARTIES_MOST = 60
#: Decisions that a majority of votes makes, and those that one stops.
_FOR = frozenset({Milestone.ADOPTED, Milestone.PARTLY_ADOPTED})
_AGAINST = frozenset({Milestone.REJECTED})
#: What can be voted on: where to treat it is the clerk's own business.
VOTED = _FOR | _AGAINST
_LINE = re.compile(
    r"(?P<party>[^;:]+?)\s*[;:]\s*(?P<pro>\d{1,3})\s*(?:voor)?\s*[;,]\s*(?P<con>\d{1,3})\s*(?:tegen)?"
)


@dataclass(frozen=True)
class PartyVote:
    """How one party voted."""

    party: str
    in_favour: int
    against: int


@dataclass(frozen=True)
class VoteForm:
    """A vote as it was typed; nothing at all where it was not voted on, or nobody knows how."""

    lines: str = ""
    in_favour: str = ""
    against: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not (clean(self.lines) or clean(self.in_favour) or clean(self.against))


NOT_VOTED = VoteForm()


def checked_votes(form: VoteForm, means: Milestone) -> tuple[PartyVote, ...]:
    """The votes in the order in which they were typed. Raises Invalid by field."""
    votes = tuple(_vote(line) for line in clean(form.lines).splitlines() if line.strip())
    pro, con = sum(v.in_favour for v in votes), sum(v.against for v in votes)
    found = {
        "votes": _lines_error(votes) or _outcome_error(means, pro, con),
        "votes_for": _total_error(form.in_favour, pro),
        "votes_against": _total_error(form.against, con),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    return votes


def _vote(line: str) -> PartyVote:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        unclear = FieldError(
            "bad_line",
            "Deze regel is niet duidelijk: %(line)s. Schrijf een regel zo: Naam; 5; 0.",
            line=line.strip()[:80],
        )
        raise Invalid({"votes": unclear})
    party = clean(found["party"])
    if error := line_error(party, PARTY_MOST):
        raise Invalid({"votes": error})
    return PartyVote(party, int(found["pro"]), int(found["con"]))


def _lines_error(votes: Sequence[PartyVote]) -> FieldError | None:
    if not votes or len(votes) > PARTIES_MOST:
        return FieldError("no_parties", "Schrijf op elke regel een partij met haar stemmen.")
    if len({vote.party.casefold() for vote in votes}) < len(votes):
        return FieldError("party_twice", "Een partij staat er twee keer.")
    return None


def _total_error(typed: str, sum_of_lines: int) -> FieldError | None:
    """What the clerk counted and what the parties add up to are two looks at one vote."""
    if clean(typed) == str(sum_of_lines):
        return None
    return FieldError(
        "other_total",
        "Dit klopt niet. De partijen hebben samen %(sum)s stemmen.",
        sum=sum_of_lines,
    )


def _outcome_error(means: Milestone, pro: int, con: int) -> FieldError | None:
    if not ((means in _FOR and pro <= con) or (means in _AGAINST and pro > con)):
        return None
    return FieldError(
        "other_outcome",
        "Deze stemmen passen niet bij het besluit. Er zijn %(pro)s voor en %(con)s tegen.",
        pro=pro,
        con=con,
    )
