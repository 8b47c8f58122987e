"""Changing what one said in a discussion; the earlier words stay to be read."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import insert, update

from wijkstem.commands.discussing import load_contribution, means_of, this
from wijkstem.commands.discussion_cases import look_at_words
from wijkstem.commands.discussion_rooms import load_room
from wijkstem.commands.questions import who_says
from wijkstem.commands.taking_part import held_open, take_part
from wijkstem.domain.discussion import (
    check_changing,
    check_discussion_open,
    check_readable,
    words_error,
)
from wijkstem.domain.permissions import require
from wijkstem.errors import Invalid
from wijkstem.events.discussion import ContributionChanged
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.discussion import Contribution, ContributionVersion
from wijkstem.words import Target
from wijkstem.words.means import MeansKind

_contribution = table_of(Contribution)
_version = table_of(ContributionVersion)


@dataclass(frozen=True)
class ChangeContribution:
    """Who said it says it otherwise; ``revision`` is what their page showed."""

    contribution_id: UUID
    revision: int
    words: str = field(repr=False)
    #: They read that there are data of somebody in it.
    aware: bool = False


def change_contribution(command: ChangeContribution, work: Work) -> None:
    """Raises NotAllowed for what somebody else said, Conflict for an old page, RuleBroken where it is closed."""
    person_id = who_says(work)
    means_id = means_of(command.contribution_id, work)
    held_open(means_id, work, kind=MeansKind.DISCUSSION)
    room = load_room(means_id, work)
    before = load_contribution(command.contribution_id, work)
    require(before.person_id == person_id)
    if before.office is None:
        take_part(means_id, work, kind=MeansKind.DISCUSSION)
        check_discussion_open(room.closed)
    check_readable(before.hiding_id is not None)
    check_changing(before.revision, command.revision)
    words = clean(command.words)
    if error := words_error(words, aware=command.aware):
        raise Invalid({"words": error})
    if words == before.words:
        return
    work.connection.execute(
        insert(_version).values(
            municipality_id=work.municipality_id,
            contribution_id=before.id,
            revision=before.revision,
            words=before.words,
            said_at=before.changed_at or before.said_at,
        )
    )
    changed = {"words": words, "revision": before.revision + 1, "changed_at": work.now}
    work.connection.execute(update(_contribution).where(this(before.id, work)).values(changed))
    if before.office is None:
        look_at_words((Target.CONTRIBUTION, before.id), words, work)
    work.record(
        ContributionChanged(
            contribution_id=before.id,
            means_id=before.means_id,
            revision=before.revision + 1,
            changed_on=work.today,
        )
    )
