"""Keeping a plan that is being written, and throwing it away; what is sent is `initiatives.SubmitInitiative`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from wijkstem.commands.attachments import drop_of_drafts
from wijkstem.commands.turns import person_in_turn
from wijkstem.domain import drafts
from wijkstem.domain.permissions import may_operate, may_submit, require, require_login
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.errors import Conflict
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import SpokenPlan

_draft = table_of(Draft)
_initiative = table_of(Initiative)
_spoken = table_of(SpokenPlan)


@dataclass(frozen=True)
class SaveDraft:
    """Keep what was typed on one page of a plan; the first time that makes the draft."""

    draft_id: UUID
    instrument: str
    #: The revision that the page showed; 0 when nothing was kept yet.
    seen: int
    #: Tells one opened page from another.
    page: str
    answers: Mapping[str, str] = field(repr=False, default_factory=dict)


def save_draft(command: SaveDraft, work: Work) -> int:
    """The draft's revision. Raises Conflict for an answer that another page changed, Invalid for too much or a BSN.

    What was thrown away in another window comes back: better a draft too many than a text lost.
    """
    require(may_submit(work.actor))
    work.rules.on(work.today).instrument(command.instrument)
    check_no_bsn(command.answers)
    # Drafts of one person are written one by one.
    person = person_in_turn(work)
    _check_unsent(command.draft_id, person.id, work)
    draft = work.session.get(Draft, (work.municipality_id, person.id, command.draft_id))
    if draft is None:
        drafts.check_number(_in_hand(person.id, work))
        draft = Draft(
            municipality_id=work.municipality_id,
            person_id=person.id,
            id=command.draft_id,
            instrument=command.instrument,
            answers=drafts.written({}),
            revision=0,
            saved_at=work.now,
        )
        work.session.add(draft)
    revision = draft.revision + 1
    kept = drafts.merged(
        drafts.read(draft.answers),
        command.answers,
        seen=command.seen,
        revision=revision,
        page=command.page,
    )
    draft.answers, draft.revision = drafts.written(kept), revision
    draft.saved_at = work.now
    kept_for = work.rules.municipality.drafts_kept
    draft.keep_until = work.today + timedelta(days=kept_for.days) if kept_for else None
    return revision


def _check_unsent(draft_id: UUID, person_id: UUID, work: Work) -> None:
    """Raises Conflict for a plan that was sent from another window: what is typed now is too late."""
    sent = select(_initiative.c.number).where(
        _initiative.c.municipality_id == work.municipality_id,
        _initiative.c.submitter_id == person_id,
        _initiative.c.id == draft_id,
    )
    if work.connection.execute(sent).first() is not None:
        raise Conflict("sent_meanwhile", "U hebt dit plan intussen verstuurd.")


def _in_hand(person_id: UUID, work: Work) -> int:
    found: int = work.connection.execute(
        select(func.count())
        .select_from(_draft)
        .where(_draft.c.municipality_id == work.municipality_id, _draft.c.person_id == person_id)
    ).scalar_one()
    return found


@dataclass(frozen=True)
class ThrowAwayDraft:
    """Somebody does not want to go on with a plan; one that is gone already is no error."""

    draft_id: UUID


def throw_away_draft(command: ThrowAwayDraft, work: Work) -> None:
    _throw_away(
        (_draft.c.person_id == require_login(work.actor)) & (_draft.c.id == command.draft_id), work
    )


def _throw_away(which: ColumnElement[bool], work: Work) -> int:
    """How many that were; what hangs on them first."""
    drop_of_drafts(which, work)
    gone = work.connection.execute(
        delete(_draft)
        .where(_draft.c.municipality_id == work.municipality_id, which)
        .returning(_draft.c.id)
    )
    return len(gone.all())


@dataclass(frozen=True)
class ThrowAwayOldDrafts:
    """The clock: what nobody went on with for as long as the rules say."""


def throw_away_old_drafts(command: ThrowAwayOldDrafts, work: Work) -> int:
    """How many that were."""
    del command
    require(may_operate(work.actor))
    return _throw_away((_draft.c.keep_until < work.today) & ~_waits_for_us(work), work)


def _waits_for_us(work: Work) -> ColumnElement[bool]:
    """A draft with a recording that nobody typed out yet."""
    # By another name: what goes with the draft is looked for in the same table.
    waiting = _spoken.alias("waiting")
    return (
        select(waiting.c.id)
        .where(
            waiting.c.municipality_id == work.municipality_id,
            waiting.c.person_id == _draft.c.person_id,
            waiting.c.draft_id == _draft.c.id,
            waiting.c.sent_at.is_not(None),
            waiting.c.typed_at.is_(None),
        )
        .exists()
    )
