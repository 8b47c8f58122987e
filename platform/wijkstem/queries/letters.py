"""What a message says, looked up when it goes out: the event that caused it, and the texts of today."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select

from wijkstem.eventlog import log
from wijkstem.events.base import Event
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.kit.rows import table_of
from wijkstem.rules.registry import MunicipalityRules, Rules
from wijkstem.tables.accounts import Person
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.initiatives import Initiative, StepReason
from wijkstem.words import Trigger

_person: Table = table_of(Person)
_initiative: Table = table_of(Initiative)
_reason: Table = table_of(StepReason)
_item: Table = table_of(AgendaItem)
_meeting: Table = table_of(Meeting)


@dataclass(frozen=True)
class Letter:
    """Everything that a message's templates may use."""

    language: str
    address: str | None
    name: str
    municipality: str
    number: str
    title: str
    path: str
    instrument: str
    is_submitter: bool
    step: str
    explanation: str
    due_on: date | None
    means: str
    ground: str
    reasons: str
    meeting: str
    meeting_on: date | None
    final: bool


def letter(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    cause: str,
    recipient_id: UUID,
) -> Letter | None:
    """The letter for a delivery.

    None when its recipient was erased, its cause is not an event, or what followed from that event is told already.
    """
    event = _event(connection, municipality_id, cause)
    person = connection.execute(
        select(_person).where(
            _person.c.municipality_id == municipality_id, _person.c.id == recipient_id
        )
    ).first()
    if event is None or person is None:
        return None
    initiative_id: UUID = event.initiative_id  # type: ignore[attr-defined]  # every event that is told has one
    initiative = connection.execute(
        select(_initiative).where(
            _initiative.c.municipality_id == municipality_id, _initiative.c.id == initiative_id
        )
    ).one()
    if _goes_on(event, rules.version(initiative.rules_version), initiative.instrument):
        return None
    return _compose(connection, rules, event, person, initiative)


def _event(connection: Connection, municipality_id: str, cause: str) -> Event | None:
    kind, _, position = cause.partition(":")
    if kind != "event":
        return None
    found = log.read(connection, municipality_id, after=int(position) - 1, limit=1)
    return found[0].event if found else None


def _goes_on(event: Event, rules: Rules, instrument_id: str) -> bool:
    """Whether a passed term was not a late answer but the end of a step, which has a message of its own."""
    if not isinstance(event, TermPassed):
        return False
    return rules.path(instrument_id).step(event.step).triggered_by(Trigger.TERM) is not None


def _compose(
    connection: Connection,
    rules: MunicipalityRules,
    event: Event,
    person: Row[*tuple[Any, ...]],
    initiative: Row[*tuple[Any, ...]],
) -> Letter:
    lang = person.language
    of_filing = rules.version(initiative.rules_version)
    instrument = of_filing.instrument(initiative.instrument)
    step = of_filing.path(initiative.instrument).step(_step_of(event, initiative))
    meeting = _meeting_of(connection, initiative)
    return Letter(
        language=lang,
        address=person.email,
        name=person.display_name,
        municipality=rules.municipality.name,
        number=initiative.number,
        title=initiative.title,
        path=f"/initiatieven/{initiative.number}-{initiative.slug}",
        instrument=instrument.name.in_language(lang),
        is_submitter=initiative.submitter_id == person.id,
        step=step.name.in_language(lang),
        explanation=step.explanation.in_language(lang),
        due_on=getattr(event, "due_on", None),
        means=event.means.value if isinstance(event, StepTaken) else "",
        ground=_ground(of_filing, initiative.instrument, event, lang),
        reasons=_reasons(connection, initiative, event),
        meeting=meeting.name if meeting else "",
        meeting_on=meeting.held_on if meeting else None,
        final=isinstance(event, StepTaken) and event.final,
    )


def _step_of(event: Event, initiative: Row[*tuple[Any, ...]]) -> str:
    match event:
        case StepTaken():
            return event.to_step
        case InitiativeSubmitted() | TermPassed():
            return event.step
        case AgendaItemRequested():
            return str(initiative.step)
    raise TypeError(f"nobody is told of {event.type}")


def _ground(rules: Rules, instrument_id: str, event: Event, lang: str) -> str:
    code = event.ground if isinstance(event, StepTaken) else None
    grounds = rules.instrument(instrument_id).grounds
    return next((g.name.in_language(lang) for g in grounds if g.code == code), "")


def _reasons(connection: Connection, initiative: Row[*tuple[Any, ...]], event: Event) -> str:
    if not isinstance(event, StepTaken):
        return ""
    found = select(_reason.c.reasons).where(
        _reason.c.municipality_id == initiative.municipality_id,
        _reason.c.initiative_id == initiative.id,
        _reason.c.step_seq == event.step_seq,
    )
    return connection.execute(found).scalar_one_or_none() or ""


def _meeting_of(
    connection: Connection, initiative: Row[*tuple[Any, ...]]
) -> Row[*tuple[Any, ...]] | None:
    found = (
        select(_meeting.c.name, _meeting.c.held_on)
        .join_from(
            _item,
            _meeting,
            (_item.c.municipality_id == _meeting.c.municipality_id)
            & (_item.c.meeting_id == _meeting.c.id),
        )
        .where(
            _item.c.municipality_id == initiative.municipality_id,
            _item.c.initiative_id == initiative.id,
        )
    )
    return connection.execute(found).first()
