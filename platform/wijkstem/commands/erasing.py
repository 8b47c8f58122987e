"""Forgetting a person, table by table as `tables/personal.py` declares it; what they signed keeps counting."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, or_, select, update
from sqlalchemy.sql.dml import UpdateBase

from wijkstem.commands.archiving import keep_statements
from wijkstem.commands.attachments import drop_of_person, drop_of_plan
from wijkstem.commands.contribution_words import forget_contributions
from wijkstem.commands.edits import forget_earlier
from wijkstem.commands.initiatives import load
from wijkstem.commands.merge_over import end_all_merges
from wijkstem.commands.searching import lose
from wijkstem.commands.signing_up import leave_all
from wijkstem.commands.speaking import leave_all_lists
from wijkstem.commands.undelivered import overtaken
from wijkstem.domain.texts import WIPED_WORDS
from wijkstem.errors import NotFound
from wijkstem.events.accounts import PersonErased
from wijkstem.events.initiatives import InitiativeEdited
from wijkstem.kit.rows import metadata, table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import EmailCode, Person
from wijkstem.tables.agenda_requests import AgendaDossier
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.engine import Delivery, DeliveryState, PostboxMessage
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.initiatives import Initiative, InitiativeText, StepReason
from wijkstem.tables.merging import PlanMerge, waiting
from wijkstem.tables.on_behalf import PaperLine
from wijkstem.tables.personal import Erasing, personal
from wijkstem.tables.remarks import Remark
from wijkstem.tables.reports import Appeal, Report
from wijkstem.words import Proposer

_code = table_of(EmailCode)
_delivery = table_of(Delivery)
_post = table_of(PostboxMessage)
_initiative = table_of(Initiative)
_text = table_of(InitiativeText)
_dossier = table_of(AgendaDossier)
_reason = table_of(StepReason)
_item = table_of(AgendaItem)
_paper = table_of(PaperLine)
_person = table_of(Person)
_report = table_of(Report)
_appeal = table_of(Appeal)
_evaluation = table_of(Evaluation)
_remark = table_of(Remark)
_merge = table_of(PlanMerge)

#: What stands where a text was; on screen, so in Dutch.
WIPED = "De indiener heeft deze tekst laten wissen"
WIPED_SLUG = "gewist"


def erase_traces(person_id: UUID, work: Work, *, texts: bool = False) -> None:
    """Everything that tells who it was; with ``texts`` also the words of the plans that others can read."""
    _forget_paper(person_id, work)
    # Locked: who signs or files at this very moment is waited for, or finds the account gone.
    person = work.session.get(Person, (work.municipality_id, person_id), with_for_update=True)
    if person is None:
        raise NotFound("unknown_person", "Deze persoon is hier niet bekend.")
    keep_statements(person, work)
    leave_all(person_id, work)
    leave_all_lists(person_id, work)
    _end_merges(person_id, work)
    _wipe_texts(person_id, work, public_too=texts)
    drop_of_person(person_id, work)
    _forget_answers(person_id, work)
    _forget_words(person_id, work)
    _forget_codes(person, work)
    for statement in _statements(work.municipality_id, person_id):
        work.connection.execute(statement)
    work.session.expunge(person)
    work.record(PersonErased(person_id=person_id, erased_on=work.today))


def _statements(here: str, person_id: UUID) -> list[UpdateBase]:
    """One or more for each table; the account itself last, because others point at it."""
    made: list[UpdateBase] = []
    for name, one in reversed(personal().items()):
        table = metadata.tables[name]
        for column in one.by:
            theirs = (table.c.municipality_id == here) & (table.c[column] == person_id)
            if one.erasing is Erasing.ROWS:
                made.append(delete(table).where(theirs))
            elif one.erasing is Erasing.LINK:
                made.append(update(table).where(theirs).values({column: None}))
    return made


def _forget_answers(person_id: UUID, work: Work) -> None:
    """What they said about their own plans, to the municipality alone."""
    work.connection.execute(
        delete(_reason).where(
            _reason.c.municipality_id == work.municipality_id,
            _reason.c.taken_by == person_id,
            _reason.c.by_submitter,
        )
    )


def _forget_words(person_id: UUID, work: Work) -> None:
    """What they reported, asked or answered stays; the words go. What could not be delivered needs nobody any more."""
    here = work.municipality_id
    for table, column in (
        (_report, _report.c.reporter_id),
        (_appeal, _appeal.c.appellant_id),
        (_evaluation, _evaluation.c.person_id),
        (_remark, _remark.c.person_id),
    ):
        theirs = (table.c.municipality_id == here) & (column == person_id)
        work.connection.execute(update(table).where(theirs).values(words=WIPED_WORDS))
    forget_contributions(person_id, work)
    letters = select(_delivery.c.id).where(
        _delivery.c.municipality_id == here,
        _delivery.c.recipient_id == person_id,
        _delivery.c.state == DeliveryState.PARKED,
    )
    overtaken(list(work.connection.scalars(letters)), work)


def _end_merges(person_id: UUID, work: Work) -> None:
    """Nobody can agree for them any more. Both plans are locked before the proposals, as everywhere."""
    theirs = select(_initiative.c.id).where(
        _initiative.c.municipality_id == work.municipality_id,
        _initiative.c.submitter_id == person_id,
    )
    waits = select(_merge.c.initiative_id, _merge.c.into_id).where(
        _merge.c.municipality_id == work.municipality_id,
        waiting(_merge),
        or_(_merge.c.initiative_id.in_(theirs), _merge.c.into_id.in_(theirs)),
    )
    both = {one for row in work.connection.execute(waits) for one in row}
    for one in [load(one, work) for one in sorted(both)]:
        if one.submitter_id == person_id:
            end_all_merges(one.id, work)
    work.session.flush()
    said = (_merge.c.proposed_by == person_id) & (_merge.c.proposed_as == Proposer.SUBMITTER)
    work.connection.execute(
        update(_merge)
        .where(_merge.c.municipality_id == work.municipality_id, said)
        .values(words=WIPED_WORDS)
    )


def _forget_codes(person: Person, work: Work) -> None:
    """Codes that were sent to their address, however it was written, or that they asked for; and the letters."""
    tags = [
        work.tag("email", person.email.casefold(), key_id=key)
        for key in work.tag_keys.keys
        if person.email
    ]
    theirs = (_code.c.municipality_id == work.municipality_id) & or_(
        _code.c.person_id == person.id, _code.c.address_tag.in_(tags)
    )
    codes = list(work.connection.scalars(select(_code.c.id).where(theirs)))
    for table in (_delivery, _post):
        work.connection.execute(delete(table).where(_to(table, codes, work)))
    work.connection.execute(delete(_code).where(theirs))


def _forget_paper(person_id: UUID, work: Work) -> None:
    """Their lines on lists that nobody approved yet: the tag is the only thing that tells whose a line is.

    Before the person is locked, because who approves a list locks its lines first and its people after.
    """
    here = work.municipality_id
    known_as = work.connection.execute(
        select(_person.c.identity_tag).where(
            _person.c.municipality_id == here, _person.c.id == person_id
        )
    ).scalar()
    if known_as is not None:
        theirs = (_paper.c.municipality_id == here) & _paper.c.tags.contains(known_as)
        work.connection.execute(delete(_paper).where(theirs))


def _to(table: Table, recipients: list[Any], work: Work) -> ColumnElement[bool]:
    return (table.c.municipality_id == work.municipality_id) & table.c.recipient_id.in_(recipients)


def _wipe_texts(person_id: UUID, work: Work, *, public_too: bool) -> None:
    """The words of a plan that nobody can read any more go; those that others read only when that was asked."""
    here = work.municipality_id
    asked = select(
        _initiative.c.id,
        _initiative.c.number,
        _initiative.c.revision,
        _initiative.c.neighbourhood_code,
        _initiative.c.subject,
    ).where(_initiative.c.municipality_id == here, _initiative.c.submitter_id == person_id)
    if not public_too:
        asked = asked.where(_initiative.c.public.is_(False), _initiative.c.closed_on.is_not(None))
    for plan in work.connection.execute(asked.order_by(_initiative.c.id)).all():
        _wipe(plan.id, plan.number, plan.revision + 1, work)
        work.record(
            InitiativeEdited(
                initiative_id=plan.id,
                revision=plan.revision + 1,
                neighbourhood_code=plan.neighbourhood_code,
                subject=plan.subject,
            )
        )


def _wipe(initiative_id: UUID, number: str, revision: int, work: Work) -> None:
    here = work.municipality_id
    lose([initiative_id], work)
    forget_earlier(initiative_id, work)
    drop_of_plan(initiative_id, work)
    for statement in (
        update(_initiative)
        .where(_initiative.c.municipality_id == here, _initiative.c.id == initiative_id)
        .values(title=WIPED, slug=WIPED_SLUG, revision=revision),
        update(_text)
        .where(_text.c.municipality_id == here, _text.c.initiative_id == initiative_id)
        .values(text=WIPED),
        update(_dossier)
        .where(_dossier.c.municipality_id == here, _dossier.c.initiative_id == initiative_id)
        .values(decision=WIPED, explanation=WIPED, costs=WIPED),
        update(_item)
        .where(_item.c.municipality_id == here, _item.c.initiative_id == initiative_id)
        .values(title=WIPED),
        # The demo's post box tells of a plan by its title, and leads to it by its number.
        delete(_post).where(
            _post.c.municipality_id == here, _post.c.body.contains(f"/initiatieven/{number}-")
        ),
    ):
        work.connection.execute(statement)
