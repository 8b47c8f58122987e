"""Who is told of what: a message on the site for each person concerned, once for each event, and its mail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, union_all

from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.advice import (
    AdviceAnswered,
    AdviceAnswerLate,
    AdviceBegun,
    AdviceGiven,
    AdviceNearlyDue,
    AdvicePassedOn,
)
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.events.initiatives import DelayExplained, InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.events.moderation import CaseEscalated
from wijkstem.kit.db import insert_rows_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.reactions.accounts import told_of_account
from wijkstem.reactions.carrying_out import told_of_work
from wijkstem.reactions.contributions import told_of_contribution
from wijkstem.reactions.council import told_of_council
from wijkstem.reactions.council_proposals import told_of_proposal
from wijkstem.reactions.dossiers import told_of_dossier
from wijkstem.reactions.draws import told_of_draw
from wijkstem.reactions.gatherings import told_of_gathering
from wijkstem.reactions.handover import is_new
from wijkstem.reactions.means import told_of_means
from wijkstem.reactions.meetings import told_of_meeting
from wijkstem.reactions.merging import told_of_merge
from wijkstem.reactions.partnerships import told_of_partnership
from wijkstem.reactions.people import ORDER, Group, because, with_role
from wijkstem.reactions.promises import told_of_promise
from wijkstem.reactions.reports import told_of_report
from wijkstem.reactions.rounds import told_of_round
from wijkstem.reactions.year_agenda import told_of_subject
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.accounts import Person, RoleGrant
from wijkstem.tables.drafts import Draft
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.messages import Following, InboxMessage, Mailed
from wijkstem.words import ALWAYS, Adviser, Because, Milestone, Rhythm, Role, Trigger

NAME = "messages"

_initiative = table_of(Initiative)
_draft = table_of(Draft)
_signature = table_of(Signature)
_following = table_of(Following)
_person = table_of(Person)
_role = table_of(RoleGrant)
_delivery = table_of(Delivery)
_inbox = table_of(InboxMessage)

#: How many people go into one statement, and into memory.
CHUNK = 1000


def _submitter(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    person = _initiative.c.submitter_id.label("person_id")
    return select(person, because(Because.SUBMITTED)).where(
        _initiative.c.municipality_id == municipality_id,
        _initiative.c.id == initiative_id,
        _initiative.c.submitter_id.is_not(None),
    )


def _writer(municipality_id: str, draft_id: UUID) -> Select[Any]:
    """Who is making it; nobody when they threw it away, or sent it themselves."""
    return select(_draft.c.person_id, because(Because.SUBMITTED)).where(
        _draft.c.municipality_id == municipality_id, _draft.c.id == draft_id
    )


def _followers(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    return select(_following.c.person_id, because(Because.FOLLOWS)).where(
        _following.c.municipality_id == municipality_id,
        _following.c.initiative_id == initiative_id,
    )


def _signers(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    return select(_signature.c.person_id, because(Because.SIGNED)).where(
        _signature.c.municipality_id == municipality_id,
        _signature.c.initiative_id == initiative_id,
        _signature.c.person_id.is_not(None),
    )


_clerks = with_role(Role.CLERK)


def _council(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    """The members of the council of the neighbourhood that it is about."""
    return (
        select(_role.c.person_id, because(Because.OFFICE))
        .join_from(
            _role,
            _initiative,
            (_initiative.c.municipality_id == _role.c.municipality_id)
            & (_initiative.c.neighbourhood_code == _role.c.neighbourhood_code),
        )
        .where(
            _role.c.municipality_id == municipality_id,
            _role.c.role == Role.NEIGHBOURHOOD_COUNCIL,
            _initiative.c.id == initiative_id,
        )
    )


_officials = with_role(Role.OFFICIAL)


#: What only the submitter and the municipality have to do with.
_BETWEEN_TWO = frozenset(
    {
        Milestone.ADMITTED,
        Milestone.REFUSED,
        Milestone.ASKED,
        Milestone.SUPPLEMENTED,
        Milestone.NOT_SUPPLEMENTED,
        Milestone.NOT_ACCOUNTED,
        Milestone.RETURNED,
    }
)


#: Steps that have letters of their own.
_OF_ITS_OWN = frozenset(
    {
        Milestone.REOPENED,
        Milestone.MERGED,
        Milestone.UNPLACED,
        Milestone.CHOSEN,
        Milestone.NOT_CHOSEN,
    }
)


def _concerned(step: StepTaken) -> tuple[Group, ...]:
    """Nobody but the submitter knows of an initiative before it is admitted.

    Whoever signs between the admission and the moment that it is told would be told as well.
    """
    if step.means in _BETWEEN_TWO:
        return (_submitter,)
    return (_submitter, _followers, _signers)


def told_of(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case PlanTypedOut():
            return "plan_typed_out", (_writer,)
        case InitiativeSubmitted():
            return "initiative_submitted", (_submitter,)
        case StepTaken() if not _said_otherwise(event):
            return "step_taken", _concerned(event)
        case TermPassed():
            return "term_passed", (_submitter,)
        case DelayExplained():
            return "delay_explained", (_submitter, _followers)
        case AgendaItemRequested():
            return "agenda_item_requested", (_clerks,)
        case CaseEscalated(to=str(role)):
            return "case_escalated", (with_role(Role(role)),)
    return (
        _advice(event)
        or told_of_report(event, _submitter)
        or told_of_merge(event, _submitter, (_followers, _signers))
        or told_of_round(event, _submitter, (_followers, _signers))
        or told_of_gathering(event)
        or told_of_subject(event)
        or told_of_promise(event)
        or told_of_work(event, _submitter, (_followers, _signers))
        or told_of_dossier(event)
        or told_of_proposal(event)
        or told_of_contribution(event)
        or told_of_partnership(event)
        or told_of_means(event, _clerks)
        or told_of_draw(event)
        or told_of_account(event)
        or told_of_council(event, _submitter, _clerks, (_followers, _signers))
        or told_of_meeting(event, _submitter, _followers)
    )


def _said_otherwise(step: StepTaken) -> bool:
    """Advice is told with what it says, an appeal by its answer, going on in another plan with that plan, what
    residents chose with the result, and a meeting that does not go on with its day.
    """
    advised = step.means is Milestone.ADVISED and not step.final
    return advised or step.means in _OF_ITS_OWN


def _advice(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    match event:
        case AdviceBegun(by=Adviser.COUNCIL):
            return "advice_begun", (_council,)
        case AdviceBegun(by=Adviser.SOUNDING_GROUP) | AdvicePassedOn(by=Adviser.SOUNDING_GROUP):
            return "sounding_group", (_officials,)
        case AdviceNearlyDue():
            return "advice_nearly_due", (_council,)
        case AdviceGiven() if event.by is not Adviser.NOBODY:
            return "advice_given", (_submitter, _followers)
        case AdviceAnswered():
            return "advice_answered", (_submitter, _council, _followers)
        case AdviceAnswerLate():
            return "advice_answer_late", (_council,)
    return None


def messages(rules: RuleBook) -> Consumer[UnitOfWork]:
    """The consumer: writes down who must be told, and what must go out; sending it is somebody else's work."""

    def fold(uow: UnitOfWork, events: Sequence[Recorded]) -> None:
        for recorded in events:
            told = told_of(recorded.event)
            if told is not None and not _goes_on(uow, recorded.event, rules):
                _tell(uow, recorded, *told)

    return Consumer(NAME, fold, batch=50)


def _goes_on(uow: UnitOfWork, event: Event, rules: RuleBook) -> bool:
    """Whether a passed term was not a late answer but the end of a step, which has a message of its own."""
    if not isinstance(event, TermPassed):
        return False
    version = uow.connection.execute(
        select(_initiative.c.rules_version).where(
            _initiative.c.municipality_id == uow.municipality_id,
            _initiative.c.id == event.initiative_id,
        )
    ).scalar_one()
    path = rules.of(uow.municipality_id).version(version).path(event.instrument)
    return path.step(event.step).triggered_by(Trigger.TERM) is not None


def _tell(uow: UnitOfWork, recorded: Recorded, template: str, groups: tuple[Group, ...]) -> None:
    about = _about(recorded.event)
    otherwise = {"mailed": Mailed.NOT} if _handed_over(uow, recorded) else {}
    found = uow.connection.execute(
        _people(uow.municipality_id, next(iter(about.values())), groups),
        execution_options={"yield_per": CHUNK},
    )
    for people in found.partitions():
        inbox = [_message(uow, recorded, template, one) | otherwise for one in people]
        insert_rows_new(uow.connection, _inbox, inbox)
        at_once = [row["person_id"] for row in inbox if row["mailed"] is Mailed.AT_ONCE]
        mails = [_mail(uow, recorded, template, person_id) for person_id in at_once]
        insert_rows_new(uow.connection, _delivery, mails)


def _handed_over(uow: UnitOfWork, recorded: Recorded) -> bool:
    """Whether the clerks get it by mail already, with everything attached."""
    requested = isinstance(recorded.event, AgendaItemRequested)
    return requested and is_new(recorded, uow.now)


def _about(event: Event) -> dict[str, UUID]:
    """What an event that is told is about: what a resident said, in a discussion, of a passage or elsewhere, a means, a council proposal, a gathering, a dossier, a plan that is still being made, a subject of the year, a promise, a plan, a meeting, a draw, or else an account."""
    names = (
        "contribution_id",
        "comment_id",
        "means_id",
        "remark_id",
        "council_proposal_id",
        "partnership_id",
        "gathering_id",
        "dossier_id",
        "draft_id",
        "subject_id",
        "promise_id",
        "initiative_id",
        "meeting_id",
        "group_id",
        "person_id",
    )
    name = next(one for one in names if hasattr(event, one))
    return {name: getattr(event, name)}


def _people(municipality_id: str, about: UUID, groups: tuple[Group, ...]) -> Select[Any]:
    """Everybody concerned once, in the order of their ids, which is the order in which people are locked.

    Locked as the foreign key would: who is being erased at this moment is waited for, and then is not there.
    """
    all_of_them = union_all(*(group(municipality_id, about) for group in groups)).subquery()
    person_id = all_of_them.c.person_id
    once = select(person_id, func.min(all_of_them.c.reason).label("reason")).group_by(person_id)
    told = once.subquery()
    return (
        select(_person.c.id, _person.c.mail_rhythm, told.c.reason)
        .join_from(_person, told, told.c.person_id == _person.c.id)
        .where(_person.c.municipality_id == municipality_id)
        .order_by(_person.c.id)
        .with_for_update(read=True, key_share=True, of=_person)
    )


def _message(
    uow: UnitOfWork, recorded: Recorded, template: str, person: Row[Any]
) -> dict[str, Any]:
    reason = ORDER[person.reason]
    return {
        "municipality_id": uow.municipality_id,
        "person_id": person.id,
        "position": recorded.position,
        "initiative_id": None,
        "gathering_id": None,
        **{name: one for name, one in _about(recorded.event).items() if name in _inbox.c},
        "template": template,
        "because": reason,
        "told_at": recorded.occurred_at,
        "mailed": _mailed(reason, person.mail_rhythm),
    }


def _mailed(reason: Because, rhythm: Rhythm) -> Mailed:
    if reason in ALWAYS or rhythm is Rhythm.AT_ONCE:
        return Mailed.AT_ONCE
    return Mailed.NOT if rhythm is Rhythm.NEVER else Mailed.WAITING


def _mail(uow: UnitOfWork, recorded: Recorded, template: str, person_id: UUID) -> dict[str, Any]:
    return {
        "municipality_id": uow.municipality_id,
        "id": new_id(),
        "cause": f"event:{recorded.position}",
        "channel": DeliveryChannel.MAIL,
        "recipient_id": person_id,
        "template": template,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "due_at": uow.now,
    }
