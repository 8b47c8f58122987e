"""Officials join two passages, split one and correct its text, before people can say something of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wijkstem.commands.means import load_means
from wijkstem.commands.passages import has_begun, keep_pieces, pieces_of
from wijkstem.domain.cutting import check_cut, check_not_begun, corrected, joined, split_up
from wijkstem.domain.means import check_state
from wijkstem.domain.passages import Piece
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.events.comments import PassageCorrected, PassagesJoined, PassageSplit
from wijkstem.services import Work
from wijkstem.tables.means import Means
from wijkstem.words.means import MeansKind, MeansState


@dataclass(frozen=True)
class JoinPassages:
    """The passage and the one behind it become one; ``revision`` is that of the passages on the page."""

    means_id: UUID
    revision: int
    number: int


def join_passages(command: JoinPassages, work: Work) -> None:
    """Raises Conflict after somebody else's change, RuleBroken once people can comment and for the last of a part."""
    means, before = _locked(command.means_id, command.revision, work)
    now = joined(before, command.number)
    keep_pieces(means, before, now, work, begun=False)
    work.record(
        PassagesJoined(
            means_id=means.id,
            council_proposal_id=_about(means),
            revision=means.passages_revision,
            passage=command.number,
            passages=len(now),
            joined_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class SplitPassage:
    """The passage becomes more than one: where ``text``, that has the same words, has a blank line."""

    means_id: UUID
    revision: int
    number: int
    text: str = field(repr=False)


def split_passage(command: SplitPassage, work: Work) -> None:
    """Raises as joining does, and Invalid for other words or no blank line."""
    means, before = _locked(command.means_id, command.revision, work)
    now = split_up(before, command.number, command.text)
    keep_pieces(means, before, now, work, begun=False)
    work.record(
        PassageSplit(
            means_id=means.id,
            council_proposal_id=_about(means),
            revision=means.passages_revision,
            passage=command.number,
            into=len(now) - len(before) + 1,
            passages=len(now),
            split_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class CorrectPassage:
    """The passage reads otherwise: a slip of the pen, or words that the proposal needs and its readers do not."""

    means_id: UUID
    revision: int
    number: int
    text: str = field(repr=False)


def correct_passage(command: CorrectPassage, work: Work) -> None:
    """The same text: nothing happens. Raises as joining does, and Invalid for a text that is none."""
    means, before = _locked(command.means_id, command.revision, work)
    now = corrected(before, command.number, command.text)
    if now == before:
        return
    keep_pieces(means, before, now, work, begun=False)
    work.record(
        PassageCorrected(
            means_id=means.id,
            council_proposal_id=_about(means),
            revision=means.passages_revision,
            passage=command.number,
            corrected_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _locked(means_id: UUID, revision: int, work: Work) -> tuple[Means, Sequence[Piece]]:
    """The means, locked until the transaction ends, and its passages."""
    require(may_open_means(work.actor))
    means = load_means(means_id, work, kind=MeansKind.ADVICE)
    check_state(means, MeansState.ANNOUNCED)
    check_not_begun(begun=has_begun(means, work))
    check_cut(means.passages_revision, revision)
    return means, pieces_of(means.id, work)


def _about(means: Means) -> UUID:
    assert means.council_proposal_id is not None  # it was announced
    return means.council_proposal_id
