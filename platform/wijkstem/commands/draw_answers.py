"""Answers to an invitation: with the link of the letter or logged in, and by the clock where none came.

Whoever says no, stops, stays silent or has no account any more gives the place to the next of the same stratum.
"""

from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from wijkstem.commands.draw_places import fill, group_of
from wijkstem.commands.taking_part import GROUPS
from wijkstem.domain import draw_rules as rules
from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.events.draws import DrawAnswered, DrawPlacesFreed
from wijkstem.kit.rows import table_of
from wijkstem.kit.tags import TagKeys
from wijkstem.services import Work
from wijkstem.tables.draws import DrawEntry, SoundingGroup, asked
from wijkstem.words.draws import DrawState, EntryState

_entry = table_of(DrawEntry)
_group = table_of(SoundingGroup)
#: Parts of the tag by which a letter's link is known.
_PURPOSE = "draw-answer"


def answer_code(keys: TagKeys, municipality_id: str, entry_id: UUID) -> str:
    """What the link in a letter carries. It stands nowhere: whoever has only the database cannot answer for somebody."""
    return keys.one(keys.current, municipality_id, _PURPOSE, entry_id.hex)[:32]


def is_code(keys: TagKeys, municipality_id: str, entry_id: UUID, typed: str) -> bool:
    """Whether ``typed`` is the code of this entry, under whichever key it went out."""
    made = keys.all(municipality_id, _PURPOSE, entry_id.hex).values()
    return any(compare_digest(one[:32].encode(), typed.encode()) for one in made)


@dataclass(frozen=True)
class AnswerInvitation:
    """Yes or no; ``code`` is that of the letter, "" for who is logged in."""

    entry_id: UUID
    yes: bool
    code: str = field(default="", repr=False)


def answer_invitation(command: AnswerInvitation, work: Work) -> EntryState:
    """What they are now. Raises NotFound for what is not theirs, RuleBroken when it is too late or was cancelled."""
    seen = _theirs(command, work)
    group = group_of(seen.group_id, work)
    if group.state is not DrawState.DRAWN:
        raise RuleBroken("draw_cancelled", "Deze klankbordgroep gaat niet door.")
    entry = _theirs(command, work)
    overdue = entry.answer_by is not None and entry.answer_by < work.today
    state = rules.next_state(entry.state, yes=command.yes, overdue=overdue)
    if state is EntryState(entry.state):
        return state
    work.connection.execute(
        update(_entry)
        .where(_entry.c.municipality_id == work.municipality_id, _entry.c.id == entry.id)
        .values(state=state, answered_on=work.today)
    )
    work.record(
        DrawAnswered(
            group_id=group.id,
            entry_id=entry.id,
            answer=state.value,
            neighbourhood_code=entry.neighbourhood_code,
            age_band=entry.age_band.value,
            invited_on=entry.invited_on,
            answered_on=work.today,
        )
    )
    fill(group.id, work)
    return state


def _theirs(command: AnswerInvitation, work: Work) -> Row[Any]:
    found = select(_entry).where(
        _entry.c.municipality_id == work.municipality_id,
        _entry.c.id == command.entry_id,
        _entry.c.person_id.is_not(None),
    )
    if not is_code(work.tag_keys, work.municipality_id, command.entry_id, command.code):
        found = found.where(_entry.c.person_id == require_login(work.actor))
    entry = work.connection.execute(found).first()
    if entry is None:
        raise NotFound("unknown_invitation", "Deze uitnodiging is er niet, of is niet van u.")
    return entry


@dataclass(frozen=True)
class PassAnswers:
    """The clock found people who did not answer in time, or are gone."""

    group_id: UUID


def pass_answers(command: PassAnswers, work: Work) -> None:
    """Their places go to the next. Raises RuleBroken when there are none: a second call does nothing."""
    group = group_of(command.group_id, work)
    rules.require_state(group.state, DrawState.DRAWN)
    mine = (_entry.c.municipality_id == work.municipality_id) & (_entry.c.group_id == group.id)
    gone = work.connection.execute(
        update(_entry)
        .where(mine, asked(_entry), _entry.c.person_id.is_(None))
        .values(state=EntryState.GONE)
    ).rowcount
    silent = work.connection.execute(
        update(_entry)
        .where(mine, _entry.c.state == EntryState.INVITED, _entry.c.answer_by < work.today)
        .values(state=EntryState.SILENT)
    ).rowcount
    if not gone and not silent:
        raise RuleBroken("nobody_late", "Iedereen heeft geantwoord, of heeft nog tijd.")
    work.record(DrawPlacesFreed(group_id=group.id, silent=silent, gone=gone, freed_on=work.today))
    fill(group.id, work)


def _in_group(group_id: UUID, person_id: UUID, work: Work) -> bool:
    """Whether somebody was drawn, said yes and did not stop; of a group that goes on."""
    found = (
        select(_entry.c.id)
        .join(
            _group,
            (_group.c.municipality_id == _entry.c.municipality_id)
            & (_group.c.id == _entry.c.group_id),
        )
        .where(
            _entry.c.municipality_id == work.municipality_id,
            _group.c.municipality_id == work.municipality_id,
            _entry.c.group_id == group_id,
            _entry.c.person_id == person_id,
            _entry.c.state == EntryState.YES,
            _group.c.state == DrawState.DRAWN,
        )
    )
    return work.connection.execute(found).first() is not None


GROUPS.append(_in_group)
