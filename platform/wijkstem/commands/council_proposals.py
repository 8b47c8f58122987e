"""Officials and the clerk write council proposals, open them for everybody, change them with a reason and withdraw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select
from sqlmodel import col

from wijkstem.commands.dossier_proposals import change_in_dossier, put_in_dossier
from wijkstem.commands.questions import close_questions
from wijkstem.domain import council_proposals as rules
from wijkstem.domain.council_proposals import Checked, ProposalForm
from wijkstem.domain.meetings import check_coming
from wijkstem.domain.permissions import may_bring_forward, require
from wijkstem.errors import FieldError, Invalid, NotFound, RuleBroken
from wijkstem.events.council_proposals import (
    CouncilProposalChanged,
    CouncilProposalOpened,
    CouncilProposalWithdrawn,
    CouncilProposalWritten,
)
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import slug
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.council_proposals import (
    CouncilProposal,
    CouncilProposalText,
    CouncilProposalVersion,
)
from wijkstem.tables.dossiers import Dossier
from wijkstem.words.council_proposals import ProposalPart, ProposalState

_proposal = table_of(CouncilProposal)
_text = table_of(CouncilProposalText)
_version = table_of(CouncilProposalVersion)
_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_dossier = table_of(Dossier)


@dataclass(frozen=True)
class WriteCouncilProposal:
    """A new one, that nobody else reads yet; a form that is sent twice, with its id, makes one."""

    form: ProposalForm
    form_id: UUID | None = None


def write_council_proposal(command: WriteCouncilProposal, work: Work) -> str:
    """Its number. Raises Invalid with an error for each field that must change."""
    require(may_bring_forward(work.actor))
    _require_rule(work)
    it = rules.checked(command.form)
    _check_places(command.form, work)
    take_turns(work.connection, work.municipality_id, "council_proposals")
    proposal_id = command.form_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": proposal_id,
        "number": _next_number(work),
        "state": ProposalState.DRAFT,
        "writer_id": work.actor.person_id,
        "revision": 1,
        "opened_on": None,
        **_said(it, command.form, work),
    }
    if not insert_new(work.connection, _proposal, row):
        return load(proposal_id, work).number
    _keep_parts(proposal_id, 1, it.parts, work)
    _record_written(load(proposal_id, work), work)
    return str(row["number"])


def _require_rule(work: Work) -> None:
    if work.rules.municipality.council_proposals is None:
        raise RuleBroken("no_proposals", "In deze gemeente staan raadsvoorstellen niet op de site.")


def _next_number(work: Work) -> str:
    """Of those who come at once, one stands here at a time."""
    of_year = _proposal.c.number.like(f"{work.today.year}-%")
    held = select(func.count()).where(_proposal.c.municipality_id == work.municipality_id, of_year)
    return f"{work.today.year}-{work.connection.execute(held).scalar_one() + 1:04}"


def _said(it: Checked, form: ProposalForm, work: Work) -> dict[str, Any]:
    return {
        "title": it.title,
        "slug": slug(it.title),
        "office": it.office,
        "summary": it.summary,
        "text_ease": it.text_ease,
        "summary_ease": it.summary_ease,
        "meeting_id": form.meeting_id,
        "item_id": form.item_id,
        "dossier_id": form.dossier_id,
        "tried_out": form.tried_out,
        "changed_on": work.today,
    }


def _check_places(form: ProposalForm, work: Work) -> None:
    """Raises Invalid for a meeting, an item or a dossier that is not there."""
    here, wrong = work.municipality_id, dict[str, FieldError]()
    if form.meeting_id is not None and not _is_there(_meeting, form.meeting_id, work):
        wrong["meeting"] = FieldError("unknown_meeting", "Kies een vergadering uit de lijst.")
    if form.item_id is not None:
        found = select(_item.c.id).where(
            _item.c.municipality_id == here,
            _item.c.id == form.item_id,
            _item.c.meeting_id == form.meeting_id,
        )
        if work.connection.execute(found).first() is None:
            wrong["meeting"] = FieldError("unknown_item", "Kies een punt van deze agenda.")
    if form.dossier_id is not None and not _is_there(_dossier, form.dossier_id, work):
        wrong["dossier"] = FieldError("unknown_dossier", "Kies een dossier uit de lijst.")
    if wrong:
        raise Invalid(wrong)


def _is_there(table: Any, one: UUID, work: Work) -> bool:
    found = select(table.c.id).where(
        table.c.municipality_id == work.municipality_id, table.c.id == one
    )
    return work.connection.execute(found).first() is not None


def _keep_parts(
    proposal_id: UUID, revision: int, parts: Mapping[ProposalPart, str], work: Work
) -> None:
    rows = [
        {
            "municipality_id": work.municipality_id,
            "council_proposal_id": proposal_id,
            "revision": revision,
            "part": part,
            "text": text,
        }
        for part, text in parts.items()
    ]
    if rows:
        work.connection.execute(insert(_text), rows)


def _record_written(proposal: CouncilProposal, work: Work) -> None:
    work.record(
        CouncilProposalWritten(
            council_proposal_id=proposal.id,
            number=proposal.number,
            revision=proposal.revision,
            text_ease=proposal.text_ease,
            summary_ease=proposal.summary_ease,
            written_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class ChangeCouncilProposal:
    """Its words, its meeting or its dossier; ``revision`` is the one that their page showed."""

    council_proposal_id: UUID
    revision: int
    form: ProposalForm


def change_council_proposal(command: ChangeCouncilProposal, work: Work) -> None:
    """What everybody can read stays readable, keeps its dossier and changes with a reason.

    Raises Conflict after somebody else's change, RuleBroken for what was withdrawn, Invalid for what is not right.
    """
    require(may_bring_forward(work.actor))
    proposal = load(command.council_proposal_id, work)
    rules.check_revision(proposal, command.revision)
    rules.check_not_withdrawn(proposal)
    it, form = rules.checked(command.form), command.form
    _check_places(form, work)
    if proposal.state is ProposalState.DRAFT:
        _rewrite(proposal, it, form, work)
        return
    _check_readable(it, form.meeting_id, form.tried_out, work)
    news = rules.checked_news(form.news)
    meeting_before, dossier_id = proposal.meeting_id, proposal.dossier_id
    assert meeting_before is not None
    assert dossier_id is not None
    _set(proposal, it, form, work)
    proposal.dossier_id = dossier_id
    work.session.flush()
    _keep_parts(proposal.id, proposal.revision, it.parts, work)
    _keep_version(proposal, news, work)
    change_in_dossier(proposal, work)
    assert proposal.meeting_id is not None
    assert proposal.summary_ease is not None
    work.record(
        CouncilProposalChanged(
            council_proposal_id=proposal.id,
            dossier_id=dossier_id,
            revision=proposal.revision,
            meeting_id=proposal.meeting_id,
            meeting_before=meeting_before,
            text_ease=proposal.text_ease,
            summary_ease=proposal.summary_ease,
            changed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _rewrite(proposal: CouncilProposal, it: Checked, form: ProposalForm, work: Work) -> None:
    """Of a draft only what it is now is kept."""
    _set(proposal, it, form, work)
    work.session.flush()
    work.connection.execute(
        delete(_text).where(
            _text.c.municipality_id == work.municipality_id,
            _text.c.council_proposal_id == proposal.id,
        )
    )
    _keep_parts(proposal.id, proposal.revision, it.parts, work)
    _record_written(proposal, work)


def _set(proposal: CouncilProposal, it: Checked, form: ProposalForm, work: Work) -> None:
    for name, value in _said(it, form, work).items():
        setattr(proposal, name, value)
    proposal.revision += 1


def _check_readable(it: Checked, meeting_id: UUID | None, tried_out: bool, work: Work) -> None:
    rules.check_readable(it, meeting=meeting_id is not None, tried_out=tried_out)
    meeting = work.session.get(Meeting, (work.municipality_id, meeting_id))
    assert meeting is not None  # it was looked at, and meetings do not go
    try:
        check_coming(meeting, work.now, work.today)
    except RuleBroken as over:
        wrong = FieldError(over.code, over.sentence, **over.values)
        raise Invalid({"meeting": wrong}) from over


def _keep_version(proposal: CouncilProposal, news: str, work: Work) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "council_proposal_id": proposal.id,
        "revision": proposal.revision,
        "title": proposal.title,
        "summary": proposal.summary,
        "text_ease": proposal.text_ease,
        "summary_ease": proposal.summary_ease,
        "news": news,
        "said_on": work.today,
    }
    work.connection.execute(insert(_version), [row])


@dataclass(frozen=True)
class OpenCouncilProposal:
    """Everybody can read it from now on, and ask about it."""

    council_proposal_id: UUID
    revision: int


def open_council_proposal(command: OpenCouncilProposal, work: Work) -> None:
    """Not without a summary in plain words. Opened already: nothing happens. Raises as changing does."""
    require(may_bring_forward(work.actor))
    proposal = load(command.council_proposal_id, work)
    rules.check_not_withdrawn(proposal)
    if proposal.state is ProposalState.OPEN:
        return
    rules.check_revision(proposal, command.revision)
    it = _as_it_is(proposal, work)
    _check_readable(it, proposal.meeting_id, proposal.tried_out, work)
    proposal.state, proposal.opened_on = ProposalState.OPEN, work.today
    proposal.changed_on = work.today
    proposal.dossier_id = put_in_dossier(proposal, work)
    work.session.flush()
    _keep_version(proposal, "", work)
    assert proposal.meeting_id is not None
    assert proposal.summary_ease is not None
    work.record(
        CouncilProposalOpened(
            council_proposal_id=proposal.id,
            number=proposal.number,
            dossier_id=proposal.dossier_id,
            meeting_id=proposal.meeting_id,
            item_id=proposal.item_id,
            plan_id=_plan_of(proposal, work),
            text_ease=proposal.text_ease,
            summary_ease=proposal.summary_ease,
            tried_out=proposal.tried_out,
            opened_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _as_it_is(proposal: CouncilProposal, work: Work) -> Checked:
    found = select(_text.c.part, _text.c.text).where(
        _text.c.municipality_id == work.municipality_id,
        _text.c.council_proposal_id == proposal.id,
        _text.c.revision == proposal.revision,
    )
    parts = {row.part: row.text for row in work.connection.execute(found)}
    return Checked(
        proposal.title,
        proposal.office,
        proposal.summary,
        parts,
        proposal.text_ease,
        proposal.summary_ease,
    )


def _plan_of(proposal: CouncilProposal, work: Work) -> UUID | None:
    """The plan of residents that the item on the agenda came from."""
    found: Row[tuple[UUID | None]] | None = work.connection.execute(
        select(_item.c.initiative_id).where(
            _item.c.municipality_id == work.municipality_id, _item.c.id == proposal.item_id
        )
    ).first()
    return found.initiative_id if found else None


@dataclass(frozen=True)
class WithdrawCouncilProposal:
    """It does not go to the council, and why."""

    council_proposal_id: UUID
    revision: int
    reasons: str = ""


def withdraw_council_proposal(command: WithdrawCouncilProposal, work: Work) -> None:
    """A draft goes without a word; what everybody read stays to be read, with the reasons. Raises as changing does."""
    require(may_bring_forward(work.actor))
    proposal = load(command.council_proposal_id, work)
    rules.check_revision(proposal, command.revision)
    rules.check_not_withdrawn(proposal)
    was_open = proposal.state is ProposalState.OPEN
    news = rules.checked_news(command.reasons) if was_open else ""
    before = proposal.revision
    proposal.state = ProposalState.WITHDRAWN
    proposal.revision += 1
    proposal.changed_on = work.today
    work.session.flush()
    _keep_parts(proposal.id, proposal.revision, _parts_at(proposal.id, before, work), work)
    if not was_open:
        _record_written(proposal, work)
        return
    assert proposal.dossier_id is not None
    _keep_version(proposal, news, work)
    close_questions(proposal.id, work)
    work.record(
        CouncilProposalWithdrawn(
            council_proposal_id=proposal.id,
            dossier_id=proposal.dossier_id,
            revision=proposal.revision,
            withdrawn_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _parts_at(proposal_id: UUID, revision: int, work: Work) -> dict[ProposalPart, str]:
    found = select(_text.c.part, _text.c.text).where(
        _text.c.municipality_id == work.municipality_id,
        _text.c.council_proposal_id == proposal_id,
        _text.c.revision == revision,
    )
    return {row.part: row.text for row in work.connection.execute(found)}


def load(proposal_id: UUID, work: Work) -> CouncilProposal:
    """The proposal, locked until the transaction ends."""
    found: CouncilProposal | None = work.session.execute(
        select(CouncilProposal)
        .where(
            col(CouncilProposal.municipality_id) == work.municipality_id,
            col(CouncilProposal.id) == proposal_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_proposal", "Dit voorstel is er niet.")
    return found
