"""The file of an outcome: a worker takes it on, makes it, and it belongs to the outcome from then on."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from wijkstem.commands.media import take_into_use
from wijkstem.commands.meetings import changed, load
from wijkstem.commands.outcomes import load_outcome, put_documents, put_in_dossier
from wijkstem.commands.printing import PATIENCE
from wijkstem.domain.permissions import may_operate, require
from wijkstem.errors import Conflict
from wijkstem.events.outcomes import OutcomePrinted
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.means import Means
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.words.outcomes import OutcomeState

_outcome = table_of(MeansOutcome)


@dataclass(frozen=True)
class TakeOutcomePrint:
    """A worker is about to make the file."""

    means_id: UUID


def take_outcome_print(command: TakeOutcomePrint, work: Work) -> bool:
    """Whether it is this worker's to make: of two who come at once the second does not."""
    require(may_operate(work.actor))
    taken = work.connection.execute(
        update(_outcome)
        .where(
            _outcome.c.municipality_id == work.municipality_id,
            _outcome.c.means_id == command.means_id,
            _outcome.c.pdf_due_at <= work.now,
        )
        .values(pdf_due_at=work.now + PATIENCE)
    )
    return bool(taken.rowcount)


@dataclass(frozen=True)
class KeepOutcomePrint:
    """The file is there; its name ends in the digest of its content."""

    means_id: UUID
    key: str


def keep_outcome_print(command: KeepOutcomePrint, work: Work) -> None:
    """Also with the meeting that it stands with. Whoever comes second leaves what is there.

    Raises Conflict for a file that is gone already, or an outcome that moves at this moment: it is made again.
    """
    require(may_operate(work.actor))
    before = work.connection.execute(
        select(_outcome.c.meeting_id).where(
            _outcome.c.municipality_id == work.municipality_id,
            _outcome.c.means_id == command.means_id,
        )
    ).scalar()
    meeting = load(before, work) if before else None
    outcome = load_outcome(command.means_id, work)
    # Made anew since: a comment was hidden while this file was made.
    if outcome.pdf_due_at is None or outcome.pdf_due_at <= work.now:
        return
    if outcome.meeting_id != before:
        raise Conflict("moved_meanwhile", "Dit staat intussen bij een andere vergadering.")
    take_into_use({command.key}, work)
    outcome.pdf_key, outcome.pdf_due_at = command.key, None
    work.session.flush()
    means = work.session.get_one(Means, (work.municipality_id, outcome.means_id))
    if meeting is not None and outcome.state in {OutcomeState.PLACED, OutcomeState.DECIDED}:
        put_documents(outcome, means, work)
        changed(meeting, work)
    put_in_dossier(means, work)
    work.record(
        OutcomePrinted(
            means_id=means.id,
            digest=command.key.rpartition("/")[2].partition(".")[0],
            printed_on=work.today,
        )
    )
