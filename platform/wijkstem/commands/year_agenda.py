"""Officials and the clerk keep the year's agenda; what was said or chosen before stays to be read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select
from sqlmodel import col

from wijkstem.commands.gatherings import plans_by_number
from wijkstem.domain import year_agenda as rules
from wijkstem.domain.permissions import may_plan_year, require
from wijkstem.domain.year_agenda import AnalysisForm, Checked, RoleForm, SubjectForm
from wijkstem.errors import NotFound
from wijkstem.events.year_agenda import (
    ParticipationChosen,
    SurroundingsAnalysed,
    YearSubjectAdded,
    YearSubjectChanged,
)
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import Meeting, MeetingState
from wijkstem.tables.year_agenda import (
    RoleChoice,
    SubjectAnalysis,
    SubjectPlan,
    YearSubject,
    YearSubjectVersion,
)
from wijkstem.words import SubjectState

_subject = table_of(YearSubject)
_version = table_of(YearSubjectVersion)
_role = table_of(RoleChoice)
_analysis = table_of(SubjectAnalysis)
_plan = table_of(SubjectPlan)
_meeting = table_of(Meeting)


@dataclass(frozen=True)
class AddYearSubject:
    """Something will come before the council; a form that is sent twice adds one."""

    form: SubjectForm
    form_id: UUID | None = None


def add_year_subject(command: AddYearSubject, work: Work) -> UUID:
    """Raises Invalid with an error for each field that must change."""
    require(may_plan_year(work.actor))
    it, news = _checked(command.form, work)
    plans = plans_by_number(command.form.plans, work)
    subject_id = command.form_id or new_id()
    row = {"municipality_id": work.municipality_id, "id": subject_id, **asdict(it)}
    counts = {"revision": 1, "choices": 0, "analyses": 0, "changed_on": work.today}
    if not insert_new(work.connection, _subject, row | counts):
        return subject_id
    _keep(subject_id, 1, it, news, work)
    _link(subject_id, plans, work)
    work.record(
        YearSubjectAdded(
            subject_id=subject_id,
            year=it.year,
            body=it.body_id,
            first_month=it.first_month,
            council_month=it.council_month,
            meeting_id=it.meeting_id,
            state=it.state.value,
            initiatives=tuple(plans),
            added_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return subject_id


def _checked(form: SubjectForm, work: Work, was: YearSubject | None = None) -> tuple[Checked, str]:
    meeting = _held_on(form.meeting_id, work)
    return rules.checked(form, work.rules.municipality, work.today, meeting=meeting, was=was)


def _held_on(meeting_id: UUID | None, work: Work) -> date | None:
    found: date | None = work.connection.execute(
        select(_meeting.c.held_on).where(
            _meeting.c.municipality_id == work.municipality_id, _meeting.c.id == meeting_id
        )
    ).scalar()
    return found


def _keep(subject_id: UUID, revision: int, it: Checked, news: str, work: Work) -> None:
    said = {name: value for name, value in asdict(it).items() if name in _version.c}
    row = {"municipality_id": work.municipality_id, "subject_id": subject_id, **said}
    when = {"revision": revision, "news": news, "said_on": work.today}
    work.connection.execute(insert(_version), [row | when])


def _link(subject_id: UUID, plans: Sequence[UUID], work: Work) -> None:
    here = work.municipality_id
    work.connection.execute(
        delete(_plan).where(_plan.c.municipality_id == here, _plan.c.subject_id == subject_id)
    )
    rows = [
        {"municipality_id": here, "subject_id": subject_id, "initiative_id": one} for one in plans
    ]
    if rows:
        work.connection.execute(insert(_plan), rows)


@dataclass(frozen=True)
class ChangeYearSubject:
    """It is otherwise now; ``revision`` is the one that their page showed."""

    subject_id: UUID
    revision: int
    form: SubjectForm


def change_year_subject(command: ChangeYearSubject, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid for what is not right or is not explained."""
    require(may_plan_year(work.actor))
    subject = load(command.subject_id, work)
    rules.check_revision(subject, command.revision)
    it, news = _checked(command.form, work, subject)
    plans = plans_by_number(command.form.plans, work)
    before, moved = subject.state, rules.moved(subject, it)
    for name, value in asdict(it).items():
        setattr(subject, name, value)
    subject.revision += 1
    subject.changed_on = work.today
    _keep(subject.id, subject.revision, it, news, work)
    _link(subject.id, plans, work)
    work.record(_changed(subject, before, plans, work, moved=moved))


def _changed(
    subject: YearSubject, before: SubjectState, plans: Sequence[UUID], work: Work, *, moved: bool
) -> YearSubjectChanged:
    return YearSubjectChanged(
        subject_id=subject.id,
        revision=subject.revision,
        year=subject.year,
        body=subject.body_id,
        first_month=subject.first_month,
        council_month=subject.council_month,
        meeting_id=subject.meeting_id,
        before=before.value,
        state=subject.state.value,
        moved=moved,
        initiatives=tuple(plans),
        changed_on=work.today,
        official_id=work.actor.person_id,
    )


def follow_meeting(subject: YearSubject, meeting: Row[Any], work: Work) -> None:
    """A subject that is locked, and whose meeting is on another day or does not go on; what is over stays."""
    if subject.meeting_id != meeting.id or subject.state not in rules.UNDER_WAY:
        return
    if meeting.state is MeetingState.CANCELLED:
        subject.meeting_id = None
    else:
        rules.follow_day(subject, meeting.held_on)
    subject.revision += 1
    subject.changed_on = work.today
    _keep(subject.id, subject.revision, rules.as_checked(subject), meeting.reasons or "", work)
    plans = work.connection.scalars(
        select(_plan.c.initiative_id)
        .where(_plan.c.municipality_id == work.municipality_id, _plan.c.subject_id == subject.id)
        .order_by(_plan.c.initiative_id)
    )
    work.record(_changed(subject, subject.state, plans.all(), work, moved=True))


@dataclass(frozen=True)
class AnalyseSurroundings:
    """Look around before the start: who is concerned, what they say, which approach fits."""

    subject_id: UUID
    form: AnalysisForm
    #: How many there were when their page was made.
    seen: int = 0


def analyse_surroundings(command: AnalyseSurroundings, work: Work) -> None:
    """Raises Conflict after somebody else's analysis, Invalid for a text that is missing."""
    require(may_plan_year(work.actor))
    subject = load(command.subject_id, work)
    rules.check_seen(subject.analyses, command.seen)
    it = rules.checked_analysis(command.form)
    subject.analyses += 1
    row = {
        "municipality_id": work.municipality_id,
        "subject_id": subject.id,
        "seq": subject.analyses,
        "analysed_on": work.today,
        **asdict(it),
    }
    work.connection.execute(insert(_analysis), [row])
    work.record(
        SurroundingsAnalysed(
            subject_id=subject.id,
            seq=subject.analyses,
            analysed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class ChooseRole:
    """Which role residents have, who decided that when, and why."""

    subject_id: UUID
    form: RoleForm
    #: How many choices there were when their page was made.
    seen: int = 0


def choose_role(command: ChooseRole, work: Work) -> None:
    """Raises Conflict after somebody else's choice, RuleBroken before the surroundings were looked at, Invalid."""
    require(may_plan_year(work.actor))
    subject = load(command.subject_id, work)
    rules.check_seen(subject.choices, command.seen)
    since = _last_choice(subject, work)
    role = rules.checked_role(command.form, work.rules.municipality, work.today, since=since)
    rules.check_may_choose(subject, role)
    before, subject.level = subject.level, role.level
    subject.choices += 1
    row = {
        "municipality_id": work.municipality_id,
        "subject_id": subject.id,
        "seq": subject.choices,
        **asdict(role),
    }
    work.connection.execute(insert(_role), [row])
    work.record(
        ParticipationChosen(
            subject_id=subject.id,
            seq=subject.choices,
            year=subject.year,
            before=before.value if before else None,
            level=role.level.value,
            chosen_by=role.body_id,
            chosen_on=role.chosen_on,
            told_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _last_choice(subject: YearSubject, work: Work) -> date | None:
    found: date | None = work.connection.execute(
        select(_role.c.chosen_on).where(
            _role.c.municipality_id == work.municipality_id,
            _role.c.subject_id == subject.id,
            _role.c.seq == subject.choices,
        )
    ).scalar()
    return found


def load(subject_id: UUID, work: Work) -> YearSubject:
    """The subject, locked until the transaction ends."""
    found: YearSubject | None = work.session.execute(
        select(YearSubject)
        .where(
            col(YearSubject.municipality_id) == work.municipality_id,
            col(YearSubject.id) == subject_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_subject", "Dit onderwerp staat niet op de jaaragenda.")
    return found
