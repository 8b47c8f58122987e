"""Everything that pages show about one initiative: what it is now, and what happened to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.advice import AdviceFacts
from wijkstem.queries.agenda_requests import RequestFacts, request_of
from wijkstem.queries.carrying_out import WorkInShort
from wijkstem.queries.decisions import Votes
from wijkstem.queries.films import ShownFilm
from wijkstem.queries.following import follows
from wijkstem.queries.gatherings import GatheringFacts
from wijkstem.queries.media import Shown
from wijkstem.queries.merging import MergeFacts
from wijkstem.queries.plan_parts import parts_of
from wijkstem.queries.plan_timeline import (
    END,
    MOST_LINES,
    timeline_of,
    was_placed,
)
from wijkstem.queries.plan_timeline import TimelineLine as TimelineLine
from wijkstem.queries.promises import PromiseFacts
from wijkstem.queries.year_agenda import SubjectLink
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import (
    DelayNote,
    Initiative,
    InitiativeText,
    RunningTerm,
    Signature,
    StepReason,
)
from wijkstem.words import AgeBand, Milestone, Smiley, Stance

_initiative = table_of(Initiative)
_term = table_of(RunningTerm)
_delay = table_of(DelayNote)
_text = table_of(InitiativeText)
_reason = table_of(StepReason)
_person = table_of(Person)
_signature = table_of(Signature)


@dataclass(frozen=True)
class InitiativeFacts:
    """An initiative as it is now: from the write side, so right after a change it is right."""

    id: UUID
    number: str
    instrument: str
    title: str
    slug: str
    neighbourhood_code: str
    subject: str
    submitter_id: UUID | None
    rules_version: str
    filed_on: date
    step: str
    step_seq: int
    step_since: date
    public: bool
    closed_on: date | None
    result: Milestone | None
    valid_for: int
    valid_against: int
    threshold_reached_on: date | None
    revision: int
    #: The decision by which the municipality hid it.
    hiding_id: UUID | None
    #: The last day of the term of this step, the day on which it began, and the days that it stood still.
    due_on: date | None
    term_began_on: date | None
    suspended_days: int | None
    #: Why it is late, when somebody said so.
    delay: str | None

    def late(self, today: date) -> bool:
        """Whether whoever has it should have taken the step by now."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Reason:
    """What was said when a step was taken; ``taken_by`` is for colleagues, never for the public."""

    step_seq: int
    reasons: str
    taken_by: str | None


@dataclass(frozen=True)
class OwnSupport:
    """What the visitor gave, and whether it counts."""

    stance: Stance
    valid: bool
    #: Where somebody lived and how old they were on that day: why it counts or does not.
    neighbourhood_code: str | None
    age_band: AgeBand
    signed_on: date


@dataclass(frozen=True)
class InitiativePage:
    """Everything that is shown about one initiative."""

    initiative: InitiativeFacts
    texts: Mapping[str, str]
    timeline: tuple[TimelineLine, ...]
    reasons: Mapping[int, Reason]
    own_support: OwnSupport | None
    photos: tuple[Shown, ...] = ()
    film: ShownFilm | None = None
    #: Where people talk about it.
    gatherings: tuple[GatheringFacts, ...] = ()
    #: What it has to do with on the year's agenda.
    subjects: tuple[SubjectLink, ...] = ()
    #: How people who took part thought it went; nothing with too few answers.
    evaluation: Mapping[Smiley, int] = field(default_factory=dict)
    #: What was promised about it.
    promises: tuple[PromiseFacts, ...] = ()
    #: How the council voted, by the step that the decision ended.
    votes: Mapping[int, Votes] = field(default_factory=dict)
    #: Whether the visitor asked to be told of it.
    follows: bool = False
    #: Whether lines behind a place in the past were asked for, and not the newest.
    of_the_past: bool = False
    #: What to ask the lines before these with; None when these are the first.
    earlier: int | None = None
    #: Whether a line before these put it on an agenda.
    placed_before: bool = False
    #: What its neighbourhood was asked and said.
    advices: tuple[AdviceFacts, ...] = ()
    #: What it has to do with other plans.
    merges: tuple[MergeFacts, ...] = ()
    #: What it asks of the council.
    request: RequestFacts | None = None
    #: How it is carried out.
    work: WorkInShort | None = None


def initiative_page(
    connection: Connection,
    municipality_id: str,
    number: str,
    *,
    person_id: UUID | None,
    follower_id: UUID | None = None,
    before: int | None = None,
) -> InitiativePage:
    """With the newest lines of its timeline, or those ``before`` a position that an earlier answer gave.

    ``person_id`` is of whom it is certain who it is, ``follower_id`` also of who came in by e-mail alone.

    Raises NotFound for a number that this municipality never gave out.
    """
    initiative = initiative_facts(connection, municipality_id, number)
    asked = {"here": municipality_id, "initiative": initiative.id}
    lines, earlier = timeline_of(connection, asked | {"before": before or END, "most": MOST_LINES})
    return InitiativePage(
        initiative,
        _texts(connection, asked),
        lines,
        _reasons(connection, asked),
        _own_support(connection, asked | {"person": person_id}) if person_id else None,
        follows=follower_id is not None
        and follows(connection, municipality_id, initiative.id, follower_id),
        of_the_past=before is not None,
        earlier=earlier,
        request=request_of(connection, municipality_id, initiative.id)
        if earlier is not None or _asked_for_a_place(initiative, lines)
        else None,
        placed_before=earlier is not None and was_placed(connection, asked | {"before": earlier}),
        **parts_of(connection, municipality_id, initiative.id),
    )


def _asked_for_a_place(initiative: InitiativeFacts, lines: Iterable[TimelineLine]) -> bool:
    """Whether it can have a request; most plans have none, and need not be asked for it."""
    reached = initiative.threshold_reached_on is not None
    return reached or any(line.kind == "agenda.item_requested" for line in lines)


def initiative_facts(connection: Connection, municipality_id: str, number: str) -> InitiativeFacts:
    """Raises NotFound for a number that this municipality never gave out."""
    row = connection.execute(_FACTS, {"here": municipality_id, "number": number}).first()
    if row is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return InitiativeFacts(*tuple(row))


def initiatives_by_number(
    connection: Connection, municipality_id: str, numbers: Collection[str]
) -> dict[str, InitiativeFacts]:
    """Those that are there."""
    asked = {"here": municipality_id, "numbers": list(numbers)}
    found = (InitiativeFacts(*tuple(row)) for row in connection.execute(_FACTS_OF_MANY, asked))
    return {facts.number: facts for facts in found}


def term_of_this_step() -> ColumnElement[bool]:
    """What joins an initiative to the term that runs for it."""
    return and_(
        _term.c.municipality_id == _initiative.c.municipality_id,
        _term.c.initiative_id == _initiative.c.id,
        _term.c.step_seq == _initiative.c.step_seq,
    )


def _texts(connection: Connection, asked: Mapping[str, object]) -> dict[str, str]:
    return {row.field: row.text for row in connection.execute(_TEXTS, asked)}


def _reasons(connection: Connection, asked: Mapping[str, object]) -> dict[int, Reason]:
    return {row.step_seq: Reason(*row) for row in connection.execute(_REASONS, asked)}


def _own_support(connection: Connection, asked: Mapping[str, object]) -> OwnSupport | None:
    row = connection.execute(_OWN_SUPPORT, asked).first()
    return OwnSupport(*row) if row else None


# Built once, because building them costs more than asking them; their columns stand in the order of the fields.

_FACTS_OF_ANY = (
    select(
        *(_initiative.c[name] for name in list(InitiativeFacts.__dataclass_fields__)[:-4]),
        _term.c.due_on,
        _term.c.started_on,
        _term.c.suspended_days,
        _delay.c.words,
    )
    .outerjoin_from(_initiative, _term, term_of_this_step())
    .outerjoin(
        _delay,
        and_(
            _delay.c.municipality_id == _initiative.c.municipality_id,
            _delay.c.initiative_id == _initiative.c.id,
            _delay.c.step_seq == _initiative.c.step_seq,
        ),
    )
    .where(_initiative.c.municipality_id == bindparam("here"))
)
_FACTS = _FACTS_OF_ANY.where(_initiative.c.number == bindparam("number"))
_FACTS_OF_MANY = _FACTS_OF_ANY.where(_initiative.c.number.in_(bindparam("numbers", expanding=True)))
_TEXTS = select(_text.c.field, _text.c.text).where(
    _text.c.municipality_id == bindparam("here"), _text.c.initiative_id == bindparam("initiative")
)
_REASONS = (
    select(_reason.c.step_seq, _reason.c.reasons, _person.c.display_name)
    .outerjoin_from(
        _reason,
        _person,
        and_(
            _person.c.municipality_id == _reason.c.municipality_id,
            _person.c.id == _reason.c.taken_by,
        ),
    )
    .where(
        _reason.c.municipality_id == bindparam("here"),
        _reason.c.initiative_id == bindparam("initiative"),
    )
)
_OWN_SUPPORT = select(*(_signature.c[name] for name in OwnSupport.__dataclass_fields__)).where(
    _signature.c.municipality_id == bindparam("here"),
    _signature.c.initiative_id == bindparam("initiative"),
    _signature.c.person_id == bindparam("person"),
)
