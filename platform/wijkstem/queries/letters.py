"""What messages about plans say, looked up when they are read or go out: the events that caused them, and the texts of today."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select

from wijkstem.domain.evaluations import ENDS
from wijkstem.eventlog import log
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import DelayExplained, InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.events.means import MeansAnnounced
from wijkstem.events.merging import MergeAgreed, MergeEnded, MergeProposed, PlansMerged
from wijkstem.events.moderation import CaseEscalated
from wijkstem.events.reports import (
    AppealDecided,
    AppealMade,
    CaseDecided,
    ContributionHidden,
    ContributionShown,
    ReportMade,
)
from wijkstem.events.rounds import PlanLeftOut, PlanListed, PlanRoundStopped
from wijkstem.events.routing import RoutingCorrected
from wijkstem.kit.rows import table_of
from wijkstem.queries.advice import AdviceFacts, advices
from wijkstem.queries.council_letters import (
    OF_REQUESTS,
    CouncilNews,
    corrections,
    council_news,
)
from wijkstem.queries.decisions import ByStep, Votes, votes_told
from wijkstem.queries.meeting_letters import ITS_MEETING, MeetingTold, its_meeting, its_meetings
from wijkstem.queries.merging import MergeFacts, merges
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
from wijkstem.queries.round_letters import RoundFacts, is_about_round, told_of_rounds
from wijkstem.queries.work_letters import Told as OfWork
from wijkstem.rules.registry import MunicipalityRules, Rules
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.initiatives import HIDDEN, DelayNote, Initiative, StepReason
from wijkstem.tables.reports import Decision
from wijkstem.words import Because, Milestone, Verdict

#: What is told of two plans.
MERGING = MergeProposed | MergeAgreed | MergeEnded | PlansMerged
#: What is told besides the steps, of a plan in the step that it is in.
_REPORTED = ReportMade | ContributionHidden | ContributionShown | CaseDecided
_IN_ROUND = PlanListed | PlanLeftOut | PlanRoundStopped
_AS_IT_STANDS = (
    AgendaItemRequested | _REPORTED | AppealMade | AppealDecided | MERGING | ITS_MEETING | _IN_ROUND
)

_initiative: Table = table_of(Initiative)
_reason: Table = table_of(StepReason)
_delay: Table = table_of(DelayNote)
_item: Table = table_of(AgendaItem)
_meeting: Table = table_of(Meeting)
_decision: Table = table_of(Decision)


@dataclass(frozen=True)
class Letter(Addressed):
    """About a plan: everything that the templates may use."""

    number: str
    title: str
    path: str
    instrument: str
    step: str
    explanation: str
    due_on: date | None
    means: str
    ground: str
    reasons: str
    meeting: str
    meeting_on: date | None
    final: bool
    #: Whether the step waits for the reader, and goes on without them when its term is over.
    your_turn: bool = False
    #: What a neighbourhood is asked or said, in letters about that; and the neighbourhood.
    advice: AdviceFacts | None = None
    place: str = ""
    #: Where its reader can say how it went; "": that is not asked.
    evaluation: str = ""
    #: How the council voted, in the letter about its decision.
    votes: Votes | None = None
    #: The plan that it is to go on in, in letters about that.
    merge: MergeFacts | None = None
    #: The round that it takes part in and what came of that, in letters about its ballot and its result.
    round: RoundFacts | None = None
    #: Which meeting, and what became of that, in letters about a request to the council.
    council: CouncilNews | None = None
    #: What it is about when it is not the whole plan, what was decided, and before was decided.
    target: str = ""
    verdict: str = ""
    against: str = ""
    #: Where its reader can ask to have it looked at again, and until when; "": they cannot.
    appeal: str = ""
    appeal_until: date | None = None
    #: The meeting that it is on, in letters about what became of that.
    sitting: MeetingTold | None = None


def letters_to(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, Letter]:
    """What people were told of plans, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: one for at, one in found.items() if _of_plan(one.event)}
    plans = {event.event.initiative_id for event in events.values()}  # type: ignore[attr-defined]  # each has one
    source = _Source(
        rules=rules,
        lang=lang,
        because=reasons_to_tell(connection, municipality_id, people, events),
        plans=_plans(connection, municipality_id, plans),
        said=_said(connection, municipality_id, plans),
        delays=_delays(connection, municipality_id, plans),
        meetings=_meetings(connection, municipality_id, plans),
        advices=_advices(connection, municipality_id, events),
        decisions=_decisions(connection, municipality_id, plans),
        merges=_merges(connection, municipality_id, events),
        votes=votes_told(connection, municipality_id, events),
        rounds=told_of_rounds(connection, municipality_id, events),
        corrections=corrections(connection, municipality_id, events),
        sittings=its_meetings(connection, municipality_id, events),
    )
    return {
        (person_id, position): _compose(source, people[person_id], events[position])
        for person_id, position in asked
        if person_id in people and position in events
    }


def _of_plan(event: Event) -> bool:
    """What comes after a decision has letters of its own, and so has a means: that names a plan only if it is about one."""
    return hasattr(event, "initiative_id") and not isinstance(event, OfWork | MeansAnnounced)


@dataclass(frozen=True)
class _Source:
    """Everything that some letters are made of."""

    rules: MunicipalityRules
    #: None: everybody's own.
    lang: str | None
    because: Mapping[Asked, Because]
    plans: Mapping[UUID, Row[*tuple[Any, ...]]]
    #: What was said with each step that was taken, by plan and step.
    said: Mapping[tuple[UUID, int], str]
    #: Why a step takes longer, by plan and step.
    delays: Mapping[tuple[UUID, int], str]
    meetings: Mapping[UUID, Row[*tuple[Any, ...]]]
    advices: Mapping[UUID, AdviceFacts]
    #: What was decided besides the steps, by its id.
    decisions: Mapping[UUID, Row[*tuple[Any, ...]]]
    merges: Mapping[UUID, MergeFacts]
    #: How the council voted, by plan and step.
    votes: ByStep
    #: By plan, for the events that are about a round.
    rounds: Mapping[UUID, RoundFacts]
    #: Why plans were sent to another body.
    corrections: Mapping[UUID, str]
    sittings: Mapping[UUID, MeetingTold]


def _plans(
    connection: Connection, municipality_id: str, plans: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    found = select(_initiative).where(
        _initiative.c.municipality_id == municipality_id, _initiative.c.id.in_(plans)
    )
    return {row.id: row for row in connection.execute(found)}


def _said(
    connection: Connection, municipality_id: str, plans: Collection[UUID]
) -> dict[tuple[UUID, int], str]:
    found = select(_reason.c.initiative_id, _reason.c.step_seq, _reason.c.reasons).where(
        _reason.c.municipality_id == municipality_id, _reason.c.initiative_id.in_(plans)
    )
    return {(row.initiative_id, row.step_seq): row.reasons for row in connection.execute(found)}


def _delays(
    connection: Connection, municipality_id: str, plans: Collection[UUID]
) -> dict[tuple[UUID, int], str]:
    found = select(_delay.c.initiative_id, _delay.c.step_seq, _delay.c.words).where(
        _delay.c.municipality_id == municipality_id, _delay.c.initiative_id.in_(plans)
    )
    return {(row.initiative_id, row.step_seq): row.words for row in connection.execute(found)}


def _meetings(
    connection: Connection, municipality_id: str, plans: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    found = (
        select(_item.c.initiative_id, _meeting.c.name, _meeting.c.held_on)
        .join_from(
            _item,
            _meeting,
            (_item.c.municipality_id == _meeting.c.municipality_id)
            & (_item.c.meeting_id == _meeting.c.id),
        )
        .where(_item.c.municipality_id == municipality_id, _item.c.initiative_id.in_(plans))
    )
    return {row.initiative_id: row for row in connection.execute(found)}


def _advices(
    connection: Connection, municipality_id: str, events: Mapping[int, Recorded]
) -> Mapping[UUID, AdviceFacts]:
    found = {advice_id for one in events.values() if (advice_id := _advice_of(one.event))}
    return advices(connection, municipality_id, found) if found else {}


def _advice_of(event: Event) -> UUID | None:
    found: UUID | None = getattr(event, "advice_id", None)
    return found


def _advice_said(source: _Source, event: Event) -> AdviceFacts | None:
    advice_id = _advice_of(event)
    return source.advices.get(advice_id) if advice_id else None


def _merges(
    connection: Connection, municipality_id: str, events: Mapping[int, Recorded]
) -> Mapping[UUID, MergeFacts]:
    found = {one.event.merge_id for one in events.values() if isinstance(one.event, MERGING)}
    return merges(connection, municipality_id, found) if found else {}


def _decisions(
    connection: Connection, municipality_id: str, plans: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    found = select(_decision).where(
        _decision.c.municipality_id == municipality_id, _decision.c.initiative_id.in_(plans)
    )
    return {row.id: row for row in connection.execute(found)}


def _compose(source: _Source, person: Row[*tuple[Any, ...]], recorded: Recorded) -> Letter:
    event, lang = recorded.event, source.lang or person.language
    plan = source.plans[event.initiative_id]  # type: ignore[attr-defined]
    of_filing = source.rules.version(plan.rules_version)
    instrument = of_filing.instrument(plan.instrument)
    step = of_filing.path(plan.instrument).step(_step_of(event, plan))
    meeting = source.meetings.get(plan.id)
    mine = plan.submitter_id == person.id
    because = source.because.get((person.id, recorded.position)) or _because(event, plan, person.id)
    own = plan.submitter_id == person.id or because is Because.OFFICE
    hidden = plan.hiding_id is not None and not own
    decided = _decided(source, event)
    return Letter(
        position=recorded.position,
        at=recorded.occurred_at,
        because=because,
        rhythm=person.mail_rhythm,
        language=lang,
        address=person.email,
        name=person.display_name,
        municipality=source.rules.municipality.name,
        number=plan.number,
        title=HIDDEN if hidden else plan.title,
        path=f"/initiatieven/{plan.number}" + ("" if hidden else f"-{plan.slug}"),
        instrument=instrument.name.in_language(lang),
        step=step.name.in_language(lang),
        explanation=step.explanation.in_language(lang),
        due_on=getattr(event, "due_on", None),
        means=event.means.value if isinstance(event, StepTaken) else "",
        ground=_ground(of_filing, plan.instrument, event, lang)
        or _hiding_ground(source.rules, decided, lang),
        reasons=decided.reasons if decided else _words(source, plan.id, event),
        meeting=meeting.name if meeting else "",
        meeting_on=meeting.held_on if meeting else None,
        final=isinstance(event, StepTaken) and event.final,
        your_turn=mine and step.waits_for_submitter,
        advice=_advice_said(source, event),
        place=_place(source, plan),
        evaluation=_evaluation(event, plan, because),
        votes=source.votes.get((plan.id, getattr(event, "step_seq", 0))),
        sitting=its_meeting(source.sittings, event),
        merge=source.merges.get(event.merge_id) if isinstance(event, MERGING) else None,
        round=source.rounds.get(plan.id) if is_about_round(event) else None,
        council=council_news(event, source.rules.municipality),
        target=str(getattr(event, "target", "")),
        verdict=str(getattr(event, "verdict", "")),
        against=str(getattr(event, "against", "")),
        **_appeal(source, event, own=own),
    )


def _evaluation(event: Event, plan: Row[*tuple[Any, ...]], because: Because) -> str:
    asked = isinstance(event, StepTaken) and event.final and event.means in ENDS and plan.public
    return f"/initiatieven/{plan.number}/mening" if asked and because is not Because.OFFICE else ""


def _place(source: _Source, plan: Row[*tuple[Any, ...]]) -> str:
    found = source.rules.municipality.neighbourhood(plan.neighbourhood_code)
    return found.name if found else ""


def _words(source: _Source, plan: UUID, event: Event) -> str:
    """What was said with a step, or of one that takes longer."""
    if isinstance(event, StepTaken):
        return source.said.get((plan, event.step_seq), "")
    if isinstance(event, RoutingCorrected):
        return source.corrections.get(plan, "")
    return source.delays.get((plan, getattr(event, "step_seq", 0)), "")


def _decided(source: _Source, event: Event) -> Row[*tuple[Any, ...]] | None:
    """The decision that the event tells of; an appeal that was just made has none yet."""
    if isinstance(event, AppealMade):
        return None
    decision_id = getattr(event, "decision_id", None)
    return source.decisions.get(decision_id) if decision_id else None


def _hiding_ground(
    rules: MunicipalityRules, decided: Row[*tuple[Any, ...]] | None, lang: str
) -> str:
    return rules.municipality.moderation.ground(decided.ground, lang) if decided else ""


def _appeal(source: _Source, event: Event, *, own: bool) -> dict[str, Any]:
    """Where the reader can ask to have it looked at again: the submitter, or who reported what was left as it is."""
    match event:
        case ContributionHidden() if own:
            found = source.decisions.get(event.decision_id)
        case CaseDecided():
            found = source.decisions.get(event.decision_id)
        case StepTaken(means=Milestone.REFUSED) if own:
            refused = (one for one in source.decisions.values() if _refuses(one, event))
            found = next(refused, None)
        case _:
            found = None
    if found is None or found.appeal_until is None:
        return {}
    return {"appeal": f"/besluit/{found.id}/herziening", "appeal_until": found.appeal_until}


def _refuses(decision: Row[*tuple[Any, ...]], step: StepTaken) -> bool:
    return (
        decision.verdict is Verdict.REFUSED
        and decision.initiative_id == step.initiative_id
        and decision.step_seq == step.step_seq
    )


def _because(event: Event, plan: Row[*tuple[Any, ...]], person_id: UUID) -> Because:
    """Of a mail that a release wrote down which kept no reason."""
    if plan.submitter_id == person_id:
        return Because.SUBMITTED
    return Because.OFFICE if isinstance(event, AgendaItemRequested) else Because.SIGNED


def _step_of(event: Event, initiative: Row[*tuple[Any, ...]]) -> str:
    match event:
        case StepTaken():
            return event.to_step
        case InitiativeSubmitted() | TermPassed() | DelayExplained() | CaseEscalated():
            return event.step
    if isinstance(event, _AS_IT_STANDS) or _advice_of(event) or isinstance(event, OF_REQUESTS):
        return str(initiative.step)
    raise TypeError(f"nobody is told of {event.type}")


def _ground(rules: Rules, instrument_id: str, event: Event, lang: str) -> str:
    code = event.ground if isinstance(event, StepTaken) else None
    grounds = rules.instrument(instrument_id).grounds
    return next((g.name.in_language(lang) for g in grounds if g.code == code), "")
