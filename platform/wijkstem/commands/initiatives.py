"""Filing an initiative, changing it, and taking the steps of its path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlmodel import col

from wijkstem.commands.advising import ask_advice, term_over
from wijkstem.commands.agenda import place
from wijkstem.commands.attachments import check_attached, to_plan
from wijkstem.commands.deciding import note_refusal
from wijkstem.commands.decisions import note_votes
from wijkstem.commands.edits import keep_earlier
from wijkstem.commands.going_on import go_on
from wijkstem.commands.moderation import open_step_case, require_free, step_cause
from wijkstem.commands.searching import keep_findable
from wijkstem.commands.turns import person_in_turn
from wijkstem.domain import initiatives, path
from wijkstem.domain.decisions import NOT_VOTED, VoteForm
from wijkstem.domain.initiatives import TITLE
from wijkstem.domain.path import Answer, Course
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_edit, may_submit, may_take, require
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.errors import Conflict, NotFound
from wijkstem.kit.db import upsert
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.rules.steps import Outcome
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import (
    Initiative,
    InitiativeText,
    NumberSeries,
    StepReason,
)
from wijkstem.words import Channel, Need, Taker, Trigger

_draft = table_of(Draft)
_text = table_of(InitiativeText)


@dataclass(frozen=True)
class SubmitInitiative:
    """A resident files an initiative."""

    instrument: str
    title: str
    neighbourhood_code: str
    texts: Mapping[str, str] = field(default_factory=dict)
    #: The form that was sent, and the id of what comes of it: a form that is sent twice files one plan.
    form_id: UUID | None = None
    subject: str = ""
    #: The revision of the draft that was looked over; None when there is no draft.
    draft_revision: int | None = None


@dataclass(frozen=True)
class Submitted:
    """What the resident gets to know at once."""

    initiative_id: UUID
    number: str
    slug: str
    #: Not one that this very form filed before.
    new: bool = field(default=True, compare=False)


def submit_initiative(command: SubmitInitiative, work: Work) -> Submitted:
    """Raises Invalid for the form, RuleBroken for the person, NotAllowed for nobody."""
    require(may_submit(work.actor))
    return file_for(person_in_turn(work), command, Channel.ONLINE, work)


def file_for(person: Person, command: SubmitInitiative, channel: Channel, work: Work) -> Submitted:
    """File it for ``person``, whose account is locked, by whichever way it came in."""
    holder = _holder(command.form_id, work)
    if holder is not None and holder.submitter_id == person.id:
        return Submitted(holder.id, holder.number, holder.slug, new=False)
    if command.draft_revision is not None:
        _check_draft(command, person.id, work)
    rules = work.rules.on(work.today)
    instrument = rules.instrument(command.instrument)
    form = initiatives.checked_form(
        command.title,
        command.neighbourhood_code,
        command.texts,
        subject=command.subject,
        instrument=instrument,
        municipality=work.rules.municipality,
    )
    initiatives.check_submitter(person, instrument, work.today)
    filed = initiatives.file(
        initiative_id=command.form_id if command.form_id and holder is None else new_id(),
        number=_next_number(work),
        instrument_id=command.instrument,
        form=form,
        person=person,
        rules=rules,
        today=work.today,
        channel=channel,
        recesses=work.rules.municipality.recesses,
    )
    filed.initiative.tag_key = work.tag_keys.current
    work.session.add(filed.initiative)
    work.session.flush()
    if command.draft_revision is not None:
        _take_draft(command, filed.initiative, work)
    work.session.add_all(filed.texts)
    if filed.term:
        work.session.add(filed.term)
    open_step_case(filed.initiative, filed.step, filed.term, work)
    if filed.initiative.public:
        keep_findable(filed.initiative, work)
    work.record(filed.event)
    ask_advice(filed.step, filed.initiative, filed.term, work)
    return Submitted(filed.initiative.id, filed.initiative.number, filed.initiative.slug)


def _check_draft(command: SubmitInitiative, person_id: UUID, work: Work) -> None:
    """Raises Conflict for a draft that is not what the person looked over, Invalid for a photo or film without words."""
    draft = (
        (_draft.c.municipality_id == work.municipality_id)
        & (_draft.c.person_id == person_id)
        & (_draft.c.id == command.form_id)
    )
    if work.connection.scalar(select(_draft.c.revision).where(draft)) != command.draft_revision:
        raise Conflict(
            "draft_changed",
            "U hebt dit plan intussen in een ander venster gewijzigd. Kijk het nog een keer na en verstuur het dan.",
        )
    check_attached(command.form_id, person_id, work)


def _take_draft(command: SubmitInitiative, filed: Initiative, work: Work) -> None:
    """The draft goes when the plan comes, and what hung on it is the plan's."""
    assert command.form_id is not None
    assert filed.submitter_id is not None
    to_plan(command.form_id, filed.submitter_id, filed.id, work)
    work.connection.execute(
        delete(_draft).where(
            _draft.c.municipality_id == work.municipality_id,
            _draft.c.person_id == filed.submitter_id,
            _draft.c.id == command.form_id,
        )
    )


def _holder(form_id: UUID | None, work: Work) -> Row[*tuple[Any, ...]] | None:
    """The initiative that has this id already; it can be somebody else's."""
    if form_id is None:
        return None
    table = table_of(Initiative)
    return work.connection.execute(
        select(table.c.id, table.c.number, table.c.slug, table.c.submitter_id).where(
            table.c.municipality_id == work.municipality_id, table.c.id == form_id
        )
    ).first()


def _next_number(work: Work) -> str:
    table = table_of(NumberSeries)
    year = work.today.year
    key = {"municipality_id": work.municipality_id, "year": year}
    upsert(work.connection, table, [key | {"last": 1}], add=["last"])
    last = work.connection.execute(
        select(table.c.last).where(
            table.c.municipality_id == work.municipality_id, table.c.year == year
        )
    ).scalar_one()
    return f"{year}-{last:04d}"


@dataclass(frozen=True)
class EditInitiative:
    """The submitter changes the texts; ``revision`` is the one that the form showed."""

    initiative_id: UUID
    revision: int
    title: str
    neighbourhood_code: str
    texts: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""


def edit_initiative(command: EditInitiative, work: Work) -> None:
    initiative = load(command.initiative_id, work)
    require(may_edit(work.actor, submitter_id=initiative.submitter_id))
    if initiative.revision != command.revision:
        raise Conflict(
            "edited_meanwhile", "Dit plan is intussen al gewijzigd. Bekijk eerst de nieuwe tekst."
        )
    course = course_of(initiative, work)
    form = initiatives.checked_form(
        command.title,
        command.neighbourhood_code,
        command.texts,
        subject=command.subject,
        instrument=course.instrument,
        municipality=work.rules.municipality,
    )
    before = _texts(initiative, work) if initiative.public else {}
    event = initiatives.edit(initiative, form, course=course)
    for name, text in form.texts.items():
        stored = work.session.get(InitiativeText, (work.municipality_id, initiative.id, name))
        if stored is None:
            stored = InitiativeText(
                municipality_id=work.municipality_id,
                initiative_id=initiative.id,
                field=name,
                text=text,
            )
            work.session.add(stored)
        stored.text = text
    if initiative.public:
        keep_findable(initiative, work)
        keep_earlier(initiative, before, {TITLE: form.title, **form.texts}, work)
    work.record(event)


def _texts(initiative: Initiative, work: Work) -> dict[str, str]:
    """What it says now, the title with the answers."""
    found = work.connection.execute(
        select(_text.c.field, _text.c.text).where(
            _text.c.municipality_id == work.municipality_id,
            _text.c.initiative_id == initiative.id,
        )
    )
    return {TITLE: initiative.title, **{row.field: row.text for row in found}}


@dataclass(frozen=True)
class TakeStep:
    """A person takes an outcome of the step that an initiative is in; ``step_seq`` is what their page showed."""

    initiative_id: UUID
    step_seq: int
    outcome: str
    ground: str = ""
    reasons: str = ""
    meeting_id: UUID | None = None
    #: How the council voted, when the clerk knows.
    votes: VoteForm = NOT_VOTED


def take_step(command: TakeStep, work: Work) -> None:
    """Raises Conflict when somebody else was first, Invalid for what the outcome needs and was not given."""
    initiative = load(command.initiative_id, work)
    course = course_of(initiative, work)
    outcome = path.outcome_for_person(initiative, course, command.outcome, command.step_seq)
    taker = _require_taker(outcome, initiative, work.actor)
    if taker is Taker.OFFICIAL:
        require_free(step_cause(initiative.id, initiative.step_seq), work)
    meeting = command.meeting_id if Need.MEETING in outcome.needs else None
    ground = command.ground if Need.GROUND in outcome.needs else ""
    answer = Answer(ground, clean(command.reasons), meeting is not None)
    path.check_answer(outcome, answer, course)
    if taker is Taker.SUBMITTER:
        check_no_bsn({"reasons": answer.reasons})
    if meeting is not None:
        place(initiative, meeting, work)
    left = initiative.step
    go_on(initiative, outcome, course, work, taken_by=taker.value, ground=answer.ground)
    if taker is Taker.OFFICIAL:
        note_refusal(initiative, left, outcome.means, answer.ground, work)
    if taker is Taker.CLERK:
        note_votes(initiative, command.step_seq, outcome.means, command.votes, work)
    if answer.reasons:
        work.session.add(
            StepReason(
                municipality_id=work.municipality_id,
                initiative_id=initiative.id,
                step_seq=command.step_seq,
                reasons=answer.reasons,
                taken_by=work.actor.person_id,
                by_submitter=taker is Taker.SUBMITTER,
            )
        )


def _require_taker(outcome: Outcome, initiative: Initiative, actor: Actor) -> Taker:
    taker = outcome.by
    assert taker is not None
    require(
        may_take(
            actor,
            taker,
            submitter_id=initiative.submitter_id,
            neighbourhood_code=initiative.neighbourhood_code,
        )
    )
    return taker


@dataclass(frozen=True)
class Advance:
    """The system takes the outcome that a trigger leads to."""

    initiative_id: UUID
    trigger: Trigger
    #: The step in which it was triggered; None: the one it is in now.
    step_seq: int | None = None


def advance(command: Advance, work: Work) -> None:
    """Raises RuleBroken when the initiative has moved on already, so that a second call does nothing."""
    initiative = load(command.initiative_id, work)
    course = course_of(initiative, work)
    step_seq = initiative.step_seq if command.step_seq is None else command.step_seq
    trigger = command.trigger
    if trigger is Trigger.ADVICE and step_seq < initiative.step_seq:
        return  # the term was over at that moment, and the plan has moved on with this very advice
    if trigger is Trigger.TERM and step_seq == initiative.step_seq:
        trigger = term_over(initiative, work)
    outcome = path.outcome_for_trigger(initiative, course, trigger, step_seq)
    if outcome is not None:
        go_on(initiative, outcome, course, work, taken_by="system")


def load(initiative_id: UUID, work: Work) -> Initiative:
    """The initiative, locked until the transaction ends, so that two who decide take turns."""
    initiative: Initiative | None = work.session.execute(
        select(Initiative)
        .where(
            col(Initiative.municipality_id) == work.municipality_id,
            col(Initiative.id) == initiative_id,
        )
        # NO KEY: signers hold a key share on this row (their foreign key) and would wait for us, and we for them.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if initiative is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return initiative


def course_of(initiative: Initiative, work: Work) -> Course:
    """Its path, by the rules of the day it was filed."""
    rules = work.rules.version(initiative.rules_version)
    return Course(
        rules.instrument(initiative.instrument),
        rules.path(initiative.instrument),
        work.rules.municipality.recesses,
        work.rules.municipality.moderation.refusal,
    )
