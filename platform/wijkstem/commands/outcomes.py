"""What comes of taking part goes to the body that decides, with its documents, and comes back as a decision.

The row of an outcome is locked behind its meeting and before the dossier; of the means nothing is locked.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, select
from sqlmodel import col

from wijkstem.commands.agenda import check_to_come, next_sequence
from wijkstem.commands.dossiers import add_entry
from wijkstem.commands.meetings import changed, load
from wijkstem.domain import outcomes as rules
from wijkstem.domain.outcomes import DecisionForm
from wijkstem.domain.permissions import may_administer, may_clerk, require
from wijkstem.errors import Invalid, NotFound
from wijkstem.events.outcomes import (
    OutcomeArrived,
    OutcomeDecided,
    OutcomePlaced,
    OutcomeReturned,
    OutcomeWaits,
)
from wijkstem.kit.db import insert_new, upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument, MeetingState
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.means import Means
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.outcomes import OutcomeState

_outcome = table_of(MeansOutcome)
_proposal = table_of(CouncilProposal)
_means = table_of(Means)
_meeting = table_of(Meeting)
_document = table_of(MeetingDocument)

#: Characters of the title of an entry in a dossier.
ENTRY_MOST = 120


@dataclass(frozen=True)
class TakeOutcome:
    """A vote has its result, or advice its note of answer."""

    means_id: UUID
    digest: str


def take_outcome(command: TakeOutcome, work: Work) -> bool:
    """Whether it was new: of what is told twice, the second finds it there.

    Advice goes along with the proposal that it is about, when that stands with a meeting that is still to come.
    """
    require(may_administer(work.actor))
    means = _means_of(command.means_id, work)
    there = _proposals_place(means, work)
    meeting = load(there.meeting_id, work) if there else None
    to = rules.route(means, work.rules.municipality)
    due_on = work.today + timedelta(weeks=to.place_weeks) if to else None
    row = {
        "municipality_id": work.municipality_id,
        "means_id": means.id,
        "digest": command.digest,
        "known_on": work.today,
        "state": OutcomeState.OPEN if to else OutcomeState.KEPT,
        "body_id": to.to if to else "",
        "rule": to.id if to else "",
        "due_on": due_on,
        "reasons": "",
        "decision": "",
        "revision": 1,
        "pdf_due_at": work.now,
    }
    if not insert_new(work.connection, _outcome, row):
        return False
    work.record(
        OutcomeArrived(
            means_id=means.id,
            kind=means.kind.value,
            dossier_id=means.dossier_id,
            digest=command.digest,
            rule=to.id if to else None,
            body=to.to if to else None,
            due_on=due_on,
            arrived_on=work.today,
        )
    )
    outcome = load_outcome(means.id, work)
    if to and there and meeting and _still_comes(meeting, work):
        _put_with(outcome, means, meeting, there.item_id, work)
    put_in_dossier(means, work)
    return True


def _means_of(means_id: UUID, work: Work) -> Means:
    found = work.session.get(Means, (work.municipality_id, means_id))
    if found is None:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return found


def _proposals_place(means: Means, work: Work) -> Row[*tuple[Any, ...]] | None:
    """The meeting and the item of the proposal that advice was asked on."""
    return work.connection.execute(
        select(_proposal.c.meeting_id, _proposal.c.item_id).where(
            _proposal.c.municipality_id == work.municipality_id,
            _proposal.c.id == means.council_proposal_id,
            _proposal.c.meeting_id.is_not(None),
        )
    ).first()


def _still_comes(meeting: Meeting, work: Work) -> bool:
    return meeting.state is MeetingState.PLANNED and meeting.held_on >= work.today


def load_outcome(means_id: UUID, work: Work) -> MeansOutcome:
    """The row, locked until the transaction ends; its meeting was locked before. Raises NotFound."""
    found: MeansOutcome | None = work.session.execute(
        select(MeansOutcome)
        .where(
            col(MeansOutcome.municipality_id) == work.municipality_id,
            col(MeansOutcome.means_id) == means_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("no_outcome", "Er is nog geen uitkomst.")
    return found


def _put_with(
    outcome: MeansOutcome, means: Means, meeting: Meeting, item_id: UUID | None, work: Work
) -> None:
    """On the agenda of a meeting that is locked, with its documents; from another meeting it comes along."""
    outcome.state, outcome.meeting_id, outcome.item_id = OutcomeState.PLACED, meeting.id, item_id
    outcome.reasons = ""
    outcome.revision += 1
    work.session.flush()
    put_documents(outcome, means, work)
    changed(meeting, work)
    work.record(
        OutcomePlaced(
            means_id=means.id,
            meeting_id=meeting.id,
            item_id=item_id,
            held_on=meeting.held_on,
            placed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def put_documents(outcome: MeansOutcome, means: Means, work: Work) -> None:
    """Page, table and file of an outcome with its meeting and item; what stood with another meeting moves."""
    rows = [
        {
            "municipality_id": work.municipality_id,
            "id": one.id,
            "meeting_id": outcome.meeting_id,
            "item_id": outcome.item_id,
            "title": one.title,
            "url": one.path,
            "media_type": one.media_type,
        }
        for one in rules.documents_of(means, printed=outcome.pdf_key is not None)
    ]
    upsert(work.connection, _document, rows, replace=["meeting_id", "item_id"])


def put_in_dossier(means: Means, work: Work) -> None:
    """The table, and once it is made the file. The page stands there already; a full dossier stays as it is."""
    outcome = work.session.get_one(MeansOutcome, (work.municipality_id, means.id))
    for one in rules.documents_of(means, printed=outcome.pdf_key is not None)[1:]:
        said = {"title": one.title[:ENTRY_MOST], "url": one.path}
        try:
            add_entry(means.dossier_id, EntryKind.DOCUMENT, work.today, said, work, entry_id=one.id)
        except Invalid:
            return


@dataclass(frozen=True)
class PlaceOutcome:
    """The clerk gives it a place on an agenda, or another one; ``revision`` is the one that their page showed."""

    means_id: UUID
    revision: int
    meeting_id: UUID | None


def place_outcome(command: PlaceOutcome, work: Work) -> None:
    """Raises Invalid for a meeting that is not to come, Conflict and RuleBroken when it is otherwise by now."""
    require(may_clerk(work.actor))
    meeting = _meeting_to_come(command.meeting_id, work)
    outcome = load_outcome(command.means_id, work)
    states = (OutcomeState.OPEN, OutcomeState.PLACED, OutcomeState.RETURNED)
    rules.check_state(outcome, command.revision, *states)
    means = _means_of(command.means_id, work)
    item = _item_on(meeting, means, work)
    _put_with(outcome, means, meeting, item.id, work)


def _meeting_to_come(meeting_id: UUID | None, work: Work) -> Meeting:
    try:
        meeting = load(meeting_id, work) if meeting_id else None
    except NotFound:
        meeting = None
    check_to_come(meeting, work)
    assert meeting is not None  # or it was refused
    return meeting


def _item_on(meeting: Meeting, means: Means, work: Work) -> AgendaItem:
    """Its own item, behind what is there; where it stands already it keeps its place."""
    item_id = rules.item_id_of(means.id)
    item = work.session.get(AgendaItem, (work.municipality_id, item_id))
    if item is None:
        item = AgendaItem(
            municipality_id=work.municipality_id,
            id=item_id,
            meeting_id=meeting.id,
            sequence=0,
            title=rules.title_of(means.kind, means.title),
        )
        work.session.add(item)
    if item.meeting_id != meeting.id or not item.sequence:
        item.sequence = next_sequence(meeting.id, work)
        item.meeting_id = meeting.id
    work.session.flush()
    return item


@dataclass(frozen=True)
class ReturnOutcome:
    """The clerk gives it no place, and says why."""

    means_id: UUID
    revision: int
    reasons: str


def return_outcome(command: ReturnOutcome, work: Work) -> None:
    """Raises Invalid without reasons, Conflict and RuleBroken when it is otherwise by now."""
    require(may_clerk(work.actor))
    outcome = load_outcome(command.means_id, work)
    rules.check_state(outcome, command.revision, OutcomeState.OPEN)
    outcome.reasons = rules.checked_reasons(command.reasons)
    outcome.state = OutcomeState.RETURNED
    outcome.revision += 1
    work.session.flush()
    work.record(
        OutcomeReturned(
            means_id=outcome.means_id,
            body=outcome.body_id,
            returned_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class DecideOutcome:
    """What was decided at the meeting, and why."""

    means_id: UUID
    revision: int
    form: DecisionForm


def decide_outcome(command: DecideOutcome, work: Work) -> None:
    """Everybody who took part hears of it. Raises Invalid, and Conflict and RuleBroken when it is otherwise by now."""
    require(may_clerk(work.actor))
    outcome = load_outcome(command.means_id, work)
    rules.check_state(outcome, command.revision, OutcomeState.PLACED)
    held_on = work.connection.execute(
        select(_meeting.c.held_on).where(
            _meeting.c.municipality_id == work.municipality_id,
            _meeting.c.id == outcome.meeting_id,
        )
    ).scalar_one()
    it = rules.checked_decision(command.form, held_on, work.today)
    outcome.ruling, outcome.decision, outcome.decided_on = it.ruling, it.decision, it.decided_on
    outcome.state = OutcomeState.DECIDED
    outcome.revision += 1
    work.session.flush()
    means = _means_of(outcome.means_id, work)
    _tell_dossier(means, outcome, work)
    work.record(
        OutcomeDecided(
            means_id=means.id,
            dossier_id=means.dossier_id,
            kind=means.kind.value,
            body=outcome.body_id,
            ruling=it.ruling.value,
            decided_on=it.decided_on,
            recorded_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _tell_dossier(means: Means, outcome: MeansOutcome, work: Work) -> None:
    """In order of time with the rest; who follows the dossier hears of it with who took part, in one letter."""
    assert outcome.decided_on is not None
    said = {
        "title": f"Besluit: {means.title}"[:ENTRY_MOST],
        "text": outcome.decision,
        "url": f"/meedoen/{means.number}",
    }
    try:
        add_entry(
            means.dossier_id,
            EntryKind.MEANS,
            outcome.decided_on,
            said,
            work,
            entry_id=uuid5(means.id, "decided"),
        )
    except Invalid:
        return  # the dossier is full: the decision stands with the means


@dataclass(frozen=True)
class FollowProposal:
    """A proposal comes before another meeting: the note of answer about it comes along."""

    council_proposal_id: UUID


def follow_proposal(command: FollowProposal, work: Work) -> None:
    """Told twice, the second finds it there."""
    require(may_administer(work.actor))
    found = (
        select(_means.c.id)
        .join_from(
            _means,
            _outcome,
            (_outcome.c.municipality_id == _means.c.municipality_id)
            & (_outcome.c.means_id == _means.c.id),
        )
        .where(
            _means.c.municipality_id == work.municipality_id,
            _means.c.council_proposal_id == command.council_proposal_id,
        )
    )
    for means_id in work.connection.scalars(found.order_by(_means.c.id)).all():
        _bring_along(_means_of(means_id, work), work)


def _bring_along(means: Means, work: Work) -> None:
    there = _proposals_place(means, work)
    if there is None:
        return
    meeting, outcome = load(there.meeting_id, work), load_outcome(means.id, work)
    waits = outcome.state in {OutcomeState.OPEN, OutcomeState.PLACED}
    if waits and outcome.meeting_id != meeting.id and _still_comes(meeting, work):
        _put_with(outcome, means, meeting, there.item_id, work)


@dataclass(frozen=True)
class LookForMeeting:
    """A meeting does not go on: the outcomes that stood with it ask for another."""

    meeting_id: UUID


def look_for_meeting(command: LookForMeeting, work: Work) -> None:
    """Told twice, the second finds nothing that stands there."""
    require(may_administer(work.actor))
    load(command.meeting_id, work)
    found = select(_outcome.c.means_id).where(
        _outcome.c.municipality_id == work.municipality_id,
        _outcome.c.meeting_id == command.meeting_id,
        _outcome.c.state == OutcomeState.PLACED,
    )
    for means_id in work.connection.scalars(found.order_by(_outcome.c.means_id)).all():
        outcome = load_outcome(means_id, work)
        outcome.state = OutcomeState.OPEN
        outcome.revision += 1
        work.session.flush()
        work.record(
            OutcomeWaits(means_id=means_id, meeting_id=command.meeting_id, since=work.today)
        )
