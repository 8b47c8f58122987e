"""Plans that were spoken: kept with a draft, heard and typed out by an official, read over and sent by who spoke them.

Nothing goes further by being typed out: the words come into the draft, and only its writer sends that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from wijkstem.commands.media import draft_in_turn, let_go, take_into_use
from wijkstem.commands.moderation import close_case, close_cases, open_case, require_free
from wijkstem.domain import drafts
from wijkstem.domain.moderation import check_open
from wijkstem.domain.permissions import may_submit, may_triage, require
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.domain.reports import last_day
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.drafts import Draft
from wijkstem.tables.media import SpokenPlan
from wijkstem.tables.moderation import OVERTAKEN
from wijkstem.words import CaseKind

_spoken = table_of(SpokenPlan)

#: What a case was closed as.
TYPED, NOT_UNDERSTOOD = "typed", "not_understood"
#: The page that an official's words are kept as typed on.
_DESK = "uitgetypt"


@dataclass(frozen=True)
class AddRecording:
    """A recording belongs to a draft from now on, instead of the one before; its file is written already."""

    draft_id: UUID
    recording_id: UUID
    key: str
    seconds: int


def add_recording(command: AddRecording, work: Work) -> None:
    """Raises NotFound without a draft, Conflict for a file that is gone already."""
    require(may_submit(work.actor))
    draft = draft_in_turn(command.draft_id, work)
    take_into_use({command.key}, work)
    drop_spoken(_of_draft(draft), work)
    work.connection.execute(
        insert(_spoken).values(
            municipality_id=work.municipality_id,
            person_id=draft.person_id,
            draft_id=draft.id,
            id=command.recording_id,
            key=command.key,
            seconds=command.seconds,
            added_at=work.now,
        )
    )


@dataclass(frozen=True)
class RemoveRecording:
    """A recording goes, also when officials could hear it; one that is gone already is no error."""

    draft_id: UUID


def remove_recording(command: RemoveRecording, work: Work) -> None:
    drop_spoken(_of_draft(draft_in_turn(command.draft_id, work)), work)


@dataclass(frozen=True)
class SendRecording:
    """Who spoke it asks the municipality to type it out; asked twice is asked once."""

    draft_id: UUID
    recording_id: UUID


def send_recording(command: SendRecording, work: Work) -> None:
    """Raises NotFound for a recording that another window replaced or removed."""
    require(may_submit(work.actor))
    draft = draft_in_turn(command.draft_id, work)
    rules = work.rules.municipality
    due_on = last_day(rules.moderation.type_out, work.today, rules)
    this = _of_draft(draft) & (_spoken.c.id == command.recording_id)
    sent = work.connection.scalar(
        update(_spoken)
        .where(_spoken.c.municipality_id == work.municipality_id, this, _spoken.c.sent_at.is_(None))
        .values(sent_at=work.now, due_on=due_on)
        .returning(_spoken.c.id)
    )
    if sent is not None:
        draft.keep_until = None  # it waits for us
        open_case(CaseKind.SPOKEN, cause(sent), work, due_on=due_on, target_id=sent)
    elif not _is_there(this, work):
        raise NotFound("no_recording", "Deze opname is er niet meer. Neem uw plan opnieuw op.")


@dataclass(frozen=True)
class TypeOut:
    """An official wrote down what was said, or could not understand it."""

    recording_id: UUID
    #: The revision of the draft that the page showed.
    seen: int
    understood: bool
    answers: Mapping[str, str] = field(repr=False, default_factory=dict)


def type_out(command: TypeOut, work: Work) -> None:
    """Raises NotFound for what was taken back, Conflict when it was done, Invalid for no words at all or a BSN."""
    require(may_triage(work.actor))
    draft, spoken = _for_desk(command.recording_id, work)
    check_open(spoken.typed_at)
    require_free(cause(spoken.id), work)
    if command.understood:
        _take_words(draft, command, work)
    kept_for = work.rules.municipality.drafts_kept
    draft.keep_until = work.today + timedelta(days=kept_for.days) if kept_for else None
    work.connection.execute(
        update(_spoken)
        .where(_spoken.c.municipality_id == work.municipality_id, _spoken.c.id == spoken.id)
        .values(typed_at=work.now, understood=command.understood)
    )
    close_case(cause(spoken.id), TYPED if command.understood else NOT_UNDERSTOOD, work)
    assert work.actor.person_id is not None
    work.record(
        PlanTypedOut(
            draft_id=draft.id,
            person_id=draft.person_id,
            by=work.actor.person_id,
            understood=command.understood,
            waited=(work.today - local_date(spoken.sent_at)).days,
            late=work.today > spoken.due_on,
            typed_on=work.today,
        )
    )


def _for_desk(recording_id: UUID, work: Work) -> tuple[Draft, Row[Any]]:
    """The draft and its recording, with their person locked: what they take back meanwhile is gone, or waits."""
    here = work.municipality_id
    asked = select(_spoken).where(
        _spoken.c.municipality_id == here,
        _spoken.c.id == recording_id,
        _spoken.c.sent_at.is_not(None),
    )
    spoken = work.connection.execute(asked).first()
    if spoken is not None:
        work.session.get(Person, (here, spoken.person_id), with_for_update={"key_share": True})
        spoken = work.connection.execute(asked).first()
    if spoken is None:
        raise NotFound(
            "recording_taken_back", "Deze opname is er niet meer. De inwoner nam hem terug."
        )
    draft = work.session.get(Draft, (here, spoken.person_id, spoken.draft_id))
    assert draft is not None  # it cannot go before its recording
    return draft, spoken


def _take_words(draft: Draft, command: TypeOut, work: Work) -> None:
    if not any(text.strip() for text in command.answers.values()):
        raise Invalid({"title": FieldError("empty", "Typ uit wat u hoort.")})
    check_no_bsn(command.answers)
    try:
        kept = drafts.merged(
            drafts.read(draft.answers),
            command.answers,
            seen=command.seen,
            revision=draft.revision + 1,
            page=_DESK,
        )
    except Conflict as error:
        raise Conflict(
            "resident_wrote", "De inwoner schreef intussen zelf ook iets. Kijk wat er nu staat."
        ) from error
    draft.answers, draft.revision = drafts.written(kept), draft.revision + 1
    draft.saved_at = work.now


def cause(recording_id: UUID) -> str:
    """What makes the case of a recording one."""
    return f"{CaseKind.SPOKEN}:{recording_id}"


def _of_draft(draft: Draft) -> ColumnElement[bool]:
    return (_spoken.c.person_id == draft.person_id) & (_spoken.c.draft_id == draft.id)


def _is_there(which: ColumnElement[bool], work: Work) -> bool:
    found = select(_spoken.c.id).where(_spoken.c.municipality_id == work.municipality_id, which)
    return work.connection.scalar(found) is not None


def drop_spoken(which: ColumnElement[bool], work: Work) -> int:
    """Remove rows of this municipality, let go of their files and close their cases; how many that were."""
    gone = work.connection.execute(
        delete(_spoken)
        .where(_spoken.c.municipality_id == work.municipality_id, which)
        .returning(_spoken.c.key, _spoken.c.id)
    ).all()
    let_go([row.key for row in gone], work)
    close_cases([cause(row.id) for row in gone], OVERTAKEN, work)
    return len(gone)
