"""The form with which somebody takes a step, made from the outcomes that the path gives them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wijkstem.commands.initiatives import TakeStep
from wijkstem.domain.decisions import VOTED, VoteForm
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.queries.agenda import MeetingFacts
from wijkstem.queries.initiatives import InitiativeFacts
from wijkstem.rules.steps import PASS_ON, Outcome
from wijkstem.web.inputs import identifier, whole
from wijkstem.web.language import translated
from wijkstem.web.telling import Told
from wijkstem.words import Milestone, Need, Taker

_HINTS = {
    Need.GROUND: N_("Kies ook een grond."),
    Need.REASONS: N_("Leg ook uit waarom."),
    Need.MEETING: N_("Kies ook een vergadering."),
}


@dataclass(frozen=True)
class Field:
    """Whether a field is there, and whether it must always be filled or only for some outcomes."""

    required: bool
    only_for: str


@dataclass(frozen=True)
class Decision:
    """What there is to choose; a field that no outcome needs is None."""

    step_seq: int
    outcomes: Sequence[tuple[str, str, str]]
    grounds: Sequence[tuple[str, str]]
    meetings: Sequence[tuple[str, str]]
    ground: Field | None
    reasons: Field
    #: The question above the reasons.
    words: str
    #: Whether somebody tells what was done with money.
    spends: bool
    meeting: Field | None
    #: Whether the council may have voted on it.
    votes: bool


def decision(
    it: Told, taker: Taker, meetings: Collection[MeetingFacts], lang: str
) -> Decision | None:
    """None when ``taker`` has nothing to decide in the step that the initiative is in."""
    outcomes = [outcome for outcome in it.course.ways(it.step) if outcome.by is taker]
    return choice(it, outcomes, meetings, lang) if outcomes else None


def choice(
    it: Told, outcomes: Sequence[Outcome], meetings: Collection[MeetingFacts], lang: str
) -> Decision:
    """The form for some outcomes of the step that the initiative is in."""
    return Decision(
        it.facts.step_seq,
        [(o.id, o.name.in_language(lang), _hint(o, lang)) for o in outcomes],
        [(g.code, g.name.in_language(lang)) for g in it.course.instrument.grounds],
        [(str(m.id), f"{long_date(m.held_on, lang)}: {m.name} ({m.body_name})") for m in meetings],
        _field(Need.GROUND, outcomes, lang),
        _field(Need.REASONS, outcomes, lang) or Field(False, ""),
        _label(outcomes, lang),
        any(outcome.means is Milestone.ACCOUNTED for outcome in outcomes),
        _field(Need.MEETING, outcomes, lang),
        any(o.by is Taker.CLERK and o.means in VOTED for o in outcomes),
    )


def refusal(it: Told, taker: Taker) -> Outcome | None:
    """The way out that does not admit it, for which there is a text to begin with."""
    ways = (o for o in it.step.outcomes if o.by is taker and o.means is Milestone.REFUSED)
    return next(ways, None)


def needs_meeting(it: Told, taker: Taker) -> bool:
    """Whether there is a meeting to choose."""
    return any(o.by is taker and Need.MEETING in o.needs for o in it.step.outcomes)


def _hint(outcome: Outcome, lang: str) -> str:
    return " ".join(_asked(need, outcome, lang) for need in outcome.needs)


def _asked(need: Need, outcome: Outcome, lang: str) -> str:
    if need is Need.REASONS and outcome.words is not None:
        return translated(N_("Schrijf op: %(what)s"), lang, {"what": words_of(outcome, lang)})
    return translated(_HINTS[need], lang)


def words_of(outcome: Outcome, lang: str) -> str:
    """What the text that goes with an outcome is about."""
    return outcome.words.in_language(lang) if outcome.words else translated(N_("Waarom?"), lang)


def _label(outcomes: Sequence[Outcome], lang: str) -> str:
    """The question above the text: of who has one way only its own, else one that fits every way."""
    asking = {
        words_of(outcome, lang)
        for outcome in outcomes
        # Passing on is no part of what a step asks; its own question stands beside it.
        if Need.REASONS in outcome.needs and outcome not in PASS_ON.values()
    }
    if len(asking) == 1:
        return asking.pop()
    return translated(N_("Uw tekst bij deze keuze") if asking else N_("Waarom?"), lang)


def _field(need: Need, outcomes: Sequence[Outcome], lang: str) -> Field | None:
    asking = [outcome for outcome in outcomes if need in outcome.needs]
    if not asking:
        return None
    everyone = len(asking) == len(outcomes)
    names = ", ".join(f"‘{outcome.name.in_language(lang)}’" for outcome in asking)
    return Field(everyone, "" if everyone else names)


def as_command(facts: InitiativeFacts, values: Mapping[str, str]) -> TakeStep:
    """What was sent. Raises Invalid when nothing was chosen."""
    if not values.get("outcome"):
        raise Invalid({"outcome": FieldError("choose_outcome", "Kies wat u wilt doen.")})
    return TakeStep(
        facts.id,
        whole(values.get("step_seq")),
        values["outcome"],
        ground=values.get("ground", ""),
        reasons=values.get("reasons", ""),
        meeting_id=identifier(values.get("meeting")),
        votes=VoteForm(
            values.get("votes", ""),
            values.get("votes_for", ""),
            values.get("votes_against", ""),
        ),
    )
