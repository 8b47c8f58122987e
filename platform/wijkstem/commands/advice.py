"""What members of a neighbourhood council do: vote, step aside, close a vote, record an advice, advise unasked.

Everything about one advice comes in one by one, under the lock on its initiative's row: a vote that is closed at
this moment is closed with it or before it, and never halfway.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from wijkstem.commands.advising import (
    advising,
    heard,
    members_of,
    pass_on,
    settle,
    settle_votes,
)
from wijkstem.commands.initiatives import load
from wijkstem.commands.turns import person_in_turn
from wijkstem.domain import advice as rule
from wijkstem.domain.advice import Tally, Words
from wijkstem.domain.permissions import may_advise, may_triage, require
from wijkstem.errors import Conflict, NotAllowed, NotFound, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Interest, Voting


@dataclass(frozen=True)
class CastVote:
    """A member says what they would advise; until it is settled they may say otherwise."""

    advice_id: UUID
    choice: Advice
    reasons: str
    conditions: str = ""


def cast_vote(command: CastVote, work: Work) -> None:
    """Raises NotAllowed, Conflict when it was settled meanwhile, RuleBroken for who has an interest, Invalid."""
    advice, initiative, person_id = _members_turn(command.advice_id, work)
    rule.check_open(advice, Adviser.COUNCIL)
    if advice.voting is not Voting.MEMBERS:
        raise RuleBroken("no_votes", "Hier wordt niet gestemd. Eén lid legt het advies vast.")
    voice = _voice(advice, person_id, work)
    rule.check_free(person_id, initiative, voice)
    words = _words(command.choice, command.reasons, command.conditions)
    _say(advice, voice, person_id, words, work)
    votes, voices, members = heard(advice, work)
    if rule.settles_itself(advice, votes):
        settle_votes(advice, votes, voices, members, initiative, work)


@dataclass(frozen=True)
class StepAside:
    """A member has an interest in it, and leaves it to the others; a vote that they gave is taken back by it."""

    advice_id: UUID
    interest: Interest


def step_aside(command: StepAside, work: Work) -> None:
    """Raises NotAllowed, Conflict when it was settled meanwhile."""
    advice, initiative, person_id = _members_turn(command.advice_id, work)
    rule.check_open(advice, Adviser.COUNCIL)
    voice = _voice(advice, person_id, work) or _new_voice(advice, person_id, work)
    voice.choice, voice.reasons, voice.conditions = None, "", ""
    voice.interest, voice.said_on = command.interest, work.today
    work.session.add(voice)
    votes, voices, members = heard(advice, work)
    if not rule.can_reach_quorum(advice, votes):
        pass_on(advice, votes, initiative, work)
    elif rule.settles_itself(advice, votes):
        settle_votes(advice, votes, voices, members, initiative, work)


@dataclass(frozen=True)
class CloseVote:
    """A member closes the vote and writes down what the council advises; ``seen`` is the score on their page."""

    advice_id: UUID
    seen: str
    reasons: str
    conditions: str = ""


def close_vote(command: CloseVote, work: Work) -> None:
    """Raises Conflict when somebody voted meanwhile, RuleBroken when too few did, Invalid without reasons."""
    advice, initiative, person_id = _members_turn(command.advice_id, work)
    rule.check_open(advice, Adviser.COUNCIL)
    rule.check_free(person_id, initiative, _voice(advice, person_id, work))
    votes, _, _ = heard(advice, work)
    rule.check_closing(advice, votes, command.seen)
    outcome = rule.outcome(votes, advice.tie)
    words = _words(outcome, command.reasons, command.conditions)
    settle(advice, words, votes, initiative, work, recorded_by=person_id)


@dataclass(frozen=True)
class RecordAdvice:
    """Somebody writes down what was decided elsewhere: a member for the council, an official for a sounding group."""

    advice_id: UUID
    choice: Advice
    reasons: str
    conditions: str = ""
    #: How many people took part.
    present: int = 0


def record_advice(command: RecordAdvice, work: Work) -> None:
    """Raises NotAllowed, Conflict when it was settled meanwhile, Invalid without reasons or with too few people."""
    found = _find(command.advice_id, work)
    if found.by is Adviser.SOUNDING_GROUP:
        require(may_triage(work.actor))
        person_id = person_in_turn(work).id
        advice, initiative = _locked(found, work)
        rule.check_open(advice, Adviser.SOUNDING_GROUP)
        least = advising(work).group.people
        votes = Tally(0, 0, 0, 0, 0, command.present)
    else:
        advice, initiative, person_id = _members_turn(command.advice_id, work)
        rule.check_open(advice, Adviser.COUNCIL)
        if advice.voting is not Voting.AS_ONE:
            raise RuleBroken("by_votes", "Hier stemmen de leden. Vastleggen kan pas daarna.")
        rule.check_free(person_id, initiative, _voice(advice, person_id, work))
        votes, _, members = heard(advice, work)
        least = rule.needed(advice, len(members))
        votes = Tally(0, 0, 0, 0, votes.aside, command.present)
    words = _words(command.choice, command.reasons, command.conditions)
    rule.check_present(command.present, least)
    settle(advice, words, votes, initiative, work, recorded_by=person_id)


@dataclass(frozen=True)
class AdviseUnasked:
    """A member advises on a plan about which nobody asked: in their own name, or as the first vote of the council."""

    initiative_id: UUID
    choice: Advice
    reasons: str
    conditions: str = ""
    #: How many took part, where the council decides as one.
    present: int = 0


def advise_unasked(command: AdviseUnasked, work: Work) -> UUID:
    """The id of the advice. Raises NotFound, NotAllowed, RuleBroken, Conflict when the council began already, Invalid."""
    person_id = person_in_turn(work).id
    initiative = load(command.initiative_id, work)
    if work.rules.municipality.advice is None:
        raise RuleBroken("no_advice_here", "In deze gemeente geven wijken geen advies.")
    _require_member(initiative.neighbourhood_code, person_id, work)
    rule.check_plan(initiative)
    rule.check_free(person_id, initiative, None)
    words = _words(command.choice, command.reasons, command.conditions)
    by = advising(work).unasked.by
    _check_new(initiative, by, person_id, work)
    advice, event = rule.begun(initiative, advising(work), by=by, today=work.today)
    if by is Adviser.COUNCIL and advice.voting is Voting.AS_ONE:
        least = rule.needed(advice, len(members_of(advice.neighbourhood_code, work)))
        rule.check_present(command.present, least)
    work.session.add(advice)
    work.session.flush()
    work.record(event)
    if by is Adviser.COUNCIL and advice.voting is Voting.AS_ONE:
        votes = Tally(0, 0, 0, 0, 0, command.present)
        settle(advice, words, votes, initiative, work, recorded_by=person_id)
        return advice.id
    _say(advice, None, person_id, words, work)
    votes, voices, members = heard(advice, work)
    if by is Adviser.MEMBER:
        settle(advice, words, votes, initiative, work, recorded_by=person_id)
    elif rule.settles_itself(advice, votes):
        settle_votes(advice, votes, voices, members, initiative, work)
    return advice.id


def _check_new(initiative: Initiative, by: Adviser, person_id: UUID, work: Work) -> None:
    """Raises Conflict when the council looks at it already, RuleBroken for a member who advised on it already."""
    about = select(NeighbourhoodAdvice).where(
        col(NeighbourhoodAdvice.municipality_id) == work.municipality_id,
        col(NeighbourhoodAdvice.initiative_id) == initiative.id,
        col(NeighbourhoodAdvice.neighbourhood_code) == initiative.neighbourhood_code,
    )
    found = work.session.execute(about).scalars().all()
    if any(one.state is AdviceState.OPEN for one in found):
        raise Conflict("advice_begun", "Uw wijkraad is hier al mee bezig. Doe daar mee.")
    own = [one for one in found if one.by is Adviser.MEMBER and not one.asked]
    if by is Adviser.MEMBER and any(_voice(one, person_id, work) for one in own):
        raise RuleBroken("advised_already", "U gaf over dit plan al advies.")


# --- what they share ---------------------------------------------------------------------------


def _find(advice_id: UUID, work: Work) -> NeighbourhoodAdvice:
    found = work.session.get(NeighbourhoodAdvice, (work.municipality_id, advice_id))
    if found is None:
        raise NotFound("unknown_advice", "Dit advies bestaat niet.")
    return found


def _locked(found: NeighbourhoodAdvice, work: Work) -> tuple[NeighbourhoodAdvice, Initiative]:
    """As it is now that nobody else can change it: everybody locks the initiative first."""
    initiative = load(found.initiative_id, work)
    work.session.refresh(found)
    return found, initiative


def _members_turn(advice_id: UUID, work: Work) -> tuple[NeighbourhoodAdvice, Initiative, UUID]:
    """The advice, its plan and the member, all locked: the person first, as everywhere."""
    found = _find(advice_id, work)
    require(may_advise(work.actor, found.neighbourhood_code))
    person_id = person_in_turn(work).id
    _require_member(found.neighbourhood_code, person_id, work)
    advice, initiative = _locked(found, work)
    return advice, initiative, person_id


def _require_member(neighbourhood_code: str, person_id: UUID, work: Work) -> None:
    """By the roles of this moment, and not of when they logged in: a role ends under the lock on its person."""
    require(may_advise(work.actor, neighbourhood_code))
    if person_id not in members_of(neighbourhood_code, work):
        raise NotAllowed("role_ended", "U bent geen lid meer van deze wijkraad.")


def _voice(advice: NeighbourhoodAdvice, person_id: UUID, work: Work) -> AdviceVoice | None:
    return work.session.get(AdviceVoice, (work.municipality_id, advice.id, person_id))


def _new_voice(advice: NeighbourhoodAdvice, person_id: UUID, work: Work) -> AdviceVoice:
    return AdviceVoice(
        municipality_id=work.municipality_id,
        advice_id=advice.id,
        person_id=person_id,
        said_on=work.today,
    )


def _say(
    advice: NeighbourhoodAdvice,
    voice: AdviceVoice | None,
    person_id: UUID,
    words: Words,
    work: Work,
) -> None:
    voice = voice or _new_voice(advice, person_id, work)
    voice.choice, voice.reasons, voice.conditions = words.advice, words.reasons, words.conditions
    voice.said_on = work.today
    work.session.add(voice)


def _words(choice: Advice, reasons: str, conditions: str) -> Words:
    """Cleaned, and found right; conditions belong to one kind of advice only."""
    kept = clean(conditions) if choice is Advice.CONDITIONAL else ""
    words = Words(choice, clean(reasons), kept)
    rule.check_words(words)
    return words
