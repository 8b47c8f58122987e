"""How a neighbourhood comes to an advice: who may say something, when it is settled, and what it then is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from wijkstem.domain.explaining import explained, unfit
from wijkstem.domain.terms import due_date
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.events.advice import AdviceAnswered, AdviceBegun, AdviceGiven
from wijkstem.kit.ids import new_id
from wijkstem.rules.advising import Advising, Instead
from wijkstem.rules.schema import Recess
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Closing, Heeded, Interest, Voting

#: How long before the term is over the members are told once more.
REMIND = timedelta(days=7)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """An advice as it is read: what, why, and on which conditions."""

    advice: Advice
    reasons: str = ""
    conditions: str = ""


class Voice(Protocol):
    """What a member said: a row, or what a page read of one."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def choice(self) -> Advice | None: ...
    @property
    def interest(self) -> Interest | None: ...
    @property
    def reasons(self) -> str: ...
    @property
    def conditions(self) -> str: ...
    @property
    def said_on(self) -> date: ...


class Vote(Protocol):
    """How an advice is voted on, by the rules of the day on which it was begun."""

    @property
    def voting(self) -> Voting: ...
    @property
    def closing(self) -> Closing: ...
    @property
    def quorum_percent(self) -> int: ...
    @property
    def asked(self) -> bool: ...


@dataclass(frozen=True)
class Tally:
    """How the votes of those who are members now fell."""

    positive: int
    conditional: int
    negative: int
    none: int
    #: Members who stepped aside, and all members.
    aside: int
    members: int

    @property
    def voted(self) -> int:
        return self.positive + self.conditional + self.negative + self.none

    @property
    def everybody_spoke(self) -> bool:
        return self.voted > 0 and self.voted + self.aside >= self.members

    @property
    def mark(self) -> str:
        """What a page shows and sends back, so that nobody closes a vote that they have not seen."""
        return f"{self.positive}-{self.conditional}-{self.negative}-{self.none}-{self.aside}"


def tally(voices: Iterable[Voice], members: Collection[UUID]) -> Tally:
    """Somebody whose role has ended votes no more, whatever they said before."""
    heard = [voice for voice in voices if voice.person_id in members]
    votes = [voice.choice for voice in heard]
    return Tally(
        positive=votes.count(Advice.POSITIVE),
        conditional=votes.count(Advice.CONDITIONAL),
        negative=votes.count(Advice.NEGATIVE),
        none=votes.count(Advice.NONE),
        aside=sum(voice.interest is not None for voice in heard),
        members=len(members),
    )


def needed(advice: Vote, members: int) -> int:
    """How many must vote: a share of all members, whole members upwards, and somebody at least."""
    return max(1, -(-members * advice.quorum_percent // 100))


def has_quorum(advice: Vote, votes: Tally) -> bool:
    return votes.voted >= needed(advice, votes.members)


def can_reach_quorum(advice: Vote, votes: Tally) -> bool:
    """Who stepped aside is a member all the same, and never votes."""
    return votes.members - votes.aside >= needed(advice, votes.members)


def outcome(votes: Tally, tie: Advice) -> Advice:
    """What the votes come to.

    More than half who give no advice: none. Else those in favour, with or without conditions, stand against those
    who are not; conditions are made when at least half of those in favour ask for them.
    """
    in_favour = votes.positive + votes.conditional
    if votes.none * 2 > votes.voted or not votes.voted:
        return Advice.NONE
    if in_favour == votes.negative:
        return tie
    if in_favour < votes.negative:
        return Advice.NEGATIVE
    return Advice.CONDITIONAL if votes.conditional * 2 >= in_favour else Advice.POSITIVE


def settles_itself(advice: Vote, votes: Tally) -> bool:
    """Whether the vote that came in now was the last one that was waited for."""
    everybody = advice.closing is Closing.ALL_VOTED and votes.everybody_spoke
    return advice.voting is Voting.MEMBERS and everybody and has_quorum(advice, votes)


def in_votes(voices: Iterable[Voice], members: Collection[UUID], advice: Advice) -> Words:
    """What those said who voted for what it came to; nobody's name, each in words of their own."""
    in_favour = {Advice.POSITIVE, Advice.CONDITIONAL}
    side = in_favour if advice in in_favour else {advice}
    heard = sorted(
        (v for v in voices if v.person_id in members and v.choice in side),
        key=lambda v: (v.said_on, v.person_id),
    )
    conditions = [v.conditions for v in heard if v.conditions]
    return Words(
        advice,
        "\n\n".join(v.reasons for v in heard if v.reasons),
        "\n\n".join(conditions) if advice is Advice.CONDITIONAL else "",
    )


# --- beginning ---------------------------------------------------------------------------------


def begun(
    initiative: Initiative,
    rules: Advising,
    *,
    by: Adviser,
    today: date,
    step_seq: int | None = None,
    due_on: date | None = None,
) -> tuple[NeighbourhoodAdvice, AdviceBegun]:
    """An advice that is open from now on, by the rules of today."""
    advice = NeighbourhoodAdvice(
        municipality_id=initiative.municipality_id,
        id=new_id(),
        initiative_id=initiative.id,
        neighbourhood_code=initiative.neighbourhood_code,
        step_seq=step_seq,
        by=by,
        begun_on=today,
        due_on=due_on,
        look_on=_remind_on(today, due_on),
        voting=rules.vote.by,
        closing=rules.vote.closes,
        quorum_percent=rules.vote.quorum_percent,
        tie=rules.vote.tie,
    )
    event = AdviceBegun(
        advice_id=advice.id,
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=initiative.neighbourhood_code,
        step_seq=step_seq,
        by=by,
        begun_on=today,
        due_on=due_on,
    )
    return advice, event


def _remind_on(today: date, due_on: date | None) -> date | None:
    """Not on the day itself, when they were told of it just now."""
    if due_on is None or due_on - REMIND <= today:
        return None
    return due_on - REMIND


def adviser_of(rules: Advising, neighbourhood_code: str) -> Adviser:
    """Who is asked."""
    if rules.has_council(neighbourhood_code):
        return Adviser.COUNCIL
    return instead(rules.no_council.instead)


def instead(what: Instead) -> Adviser:
    """Who advises where no council can."""
    return Adviser.SOUNDING_GROUP if what is Instead.SOUNDING_GROUP else Adviser.NOBODY


# --- checking ----------------------------------------------------------------------------------


def check_open(advice: NeighbourhoodAdvice, by: Adviser) -> None:
    """Raises Conflict when it is settled or over, RuleBroken when it is not for ``by`` to give."""
    if advice.state is not AdviceState.OPEN:
        raise Conflict("advice_closed", "Dit advies is al klaar. Er kan niets meer bij.")
    if advice.by is not by:
        raise RuleBroken("not_this_adviser", "Dit advies geeft iemand anders.")


def check_plan(initiative: Initiative) -> None:
    """Raises RuleBroken for a plan that is not on the website, or that is closed."""
    if initiative.closed_on is not None:
        raise RuleBroken("closed_already", "Dit plan is klaar. Advies geven kan niet meer.")
    if not initiative.public:
        raise RuleBroken("not_public", "Dit plan staat niet op de website.")


def check_free(person_id: UUID, initiative: Initiative, own: AdviceVoice | None) -> None:
    """Raises RuleBroken for somebody who has an interest: their own plan, or what they said themselves."""
    if initiative.submitter_id == person_id:
        raise RuleBroken(
            "own_plan", "Dit is uw eigen plan. Daarom kunt u hierover geen advies geven."
        )
    if own is not None and own.interest is not None:
        raise RuleBroken(
            "stepped_aside", "U doet bij dit advies niet mee, omdat u er belang bij hebt."
        )


def check_words(words: Words) -> None:
    """Raises Invalid with an error beside what must change."""
    errors = {"reasons": explained(words.reasons)}
    if words.advice is Advice.CONDITIONAL:
        errors["conditions"] = _conditions(words.conditions)
    wrong = {name: error for name, error in errors.items() if error}
    if wrong:
        raise Invalid(wrong)


def _conditions(text: str) -> FieldError | None:
    if not text:
        return FieldError("conditions_needed", "Schrijf op wat er eerst moet gebeuren.")
    return unfit(text)


def may_close(advice: Vote) -> bool:
    """Whether a member may end the vote: by the rules, or because there is no term that would."""
    by_member = advice.closing is Closing.MEMBER or not advice.asked
    return advice.voting is Voting.MEMBERS and by_member


def check_closing(advice: Vote, votes: Tally, seen: str) -> None:
    """Raises Conflict for a vote that moved on, RuleBroken when it is not to be closed (yet)."""
    if not may_close(advice):
        raise RuleBroken("closes_itself", "Deze stemming sluit vanzelf.")
    if votes.mark != seen:
        raise Conflict("votes_changed", "Intussen is er gestemd. Kijk eerst naar de nieuwe stand.")
    if not has_quorum(advice, votes):
        raise RuleBroken("no_quorum", "Er hebben nog te weinig leden gestemd.")


def check_present(present: int, least: int) -> None:
    """Raises Invalid when fewer people took part than the rules ask."""
    if present < least:
        raise Invalid(
            {
                "present": FieldError(
                    "too_few_people", "Er moeten minstens %(least)s mensen meedoen.", least=least
                )
            }
        )
    if present > MOST_PEOPLE:
        raise Invalid({"present": FieldError("too_many_people", "Kijk dit aantal nog eens na.")})


#: More never sat in a council or a sounding group.
MOST_PEOPLE = 1000


# --- settling ----------------------------------------------------------------------------------


def settle(
    advice: NeighbourhoodAdvice,
    words: Words,
    votes: Tally,
    initiative: Initiative,
    rules: Advising,
    *,
    today: date,
    recesses: Collection[Recess] = (),
    recorded_by: UUID | None = None,
) -> AdviceGiven:
    """The advice is this, from now on; what was advised must be answered."""
    answer_due_on = (
        None if words.advice is Advice.NONE else due_date(rules.answer, today, list(recesses))
    )
    advice.state, advice.given_on = AdviceState.GIVEN, today
    advice.advice, advice.reasons, advice.conditions = words.advice, words.reasons, words.conditions
    advice.positive, advice.conditional = votes.positive, votes.conditional
    advice.negative, advice.none = votes.negative, votes.none
    advice.aside, advice.members = votes.aside, votes.members
    advice.answer_due_on = answer_due_on
    advice.look_on = answer_due_on + _DAY if answer_due_on else None
    return AdviceGiven(
        advice_id=advice.id,
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=advice.neighbourhood_code,
        step_seq=advice.step_seq,
        by=advice.by,
        advice=words.advice,
        positive=votes.positive,
        conditional=votes.conditional,
        negative=votes.negative,
        none=votes.none,
        aside=votes.aside,
        members=votes.members,
        given_on=today,
        due_on=advice.due_on,
        answer_due_on=answer_due_on,
        recorded_by=recorded_by,
    )


def give_up(advice: NeighbourhoodAdvice, state: AdviceState) -> None:
    """The plan goes on without it."""
    advice.state, advice.look_on = state, None


# --- answering ---------------------------------------------------------------------------------


def answer(
    advice: NeighbourhoodAdvice,
    initiative: Initiative,
    heeded: Heeded,
    words: str,
    *,
    today: date,
    by: UUID,
) -> AdviceAnswered:
    """What the municipality does with it.

    Raises Conflict when a colleague was first, RuleBroken when there is nothing to answer, Invalid without reasons.
    """
    if advice.answered_on is not None:
        raise Conflict("answered_already", "Een collega gaf al antwoord op dit advies.")
    if advice.answer_due_on is None or advice.given_on is None:
        raise RuleBroken("nothing_to_answer", "Op dit advies hoeft geen antwoord te komen.")
    wrong = unfit(words) if heeded is Heeded.FOLLOWED else explained(words)
    if wrong:
        raise Invalid({"answer": wrong})
    advice.heeded, advice.answered_on, advice.answer = heeded, today, words
    advice.look_on = None
    return AdviceAnswered(
        advice_id=advice.id,
        initiative_id=initiative.id,
        instrument=initiative.instrument,
        neighbourhood_code=advice.neighbourhood_code,
        heeded=heeded,
        answered_on=today,
        was_due_on=advice.answer_due_on,
        days=(today - advice.given_on).days,
        answered_by=by,
    )
