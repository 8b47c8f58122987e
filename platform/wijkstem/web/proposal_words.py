"""Council proposals in words: their parts, how they read, and until when something can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wijkstem.domain.council_proposals import closes_at
from wijkstem.domain.reading import Level, Measured, level_of, measured
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import first_sentence
from wijkstem.queries.council_proposals import ProposalFacts, Version
from wijkstem.rules.council_proposals import ReadableProposals
from wijkstem.web.language import translated
from wijkstem.web.links import proposal_path
from wijkstem.words.council_proposals import ProposalPart, ProposalState

PARTS = {
    ProposalPart.DECISION: N_("Wat is het voorstel?"),
    ProposalPart.REASON: N_("Waarom nu?"),
    ProposalPart.GOAL: N_("Wat willen wij bereiken?"),
    ProposalPart.ARGUMENTS: N_("Wat pleit ervoor?"),
    ProposalPart.OBJECTIONS: N_("Wat pleit ertegen?"),
    ProposalPart.COSTS: N_("Wat kost het?"),
    ProposalPart.CARRYING_OUT: N_("Hoe gaat het verder?"),
    ProposalPart.RESIDENTS: N_("Wat vonden inwoners ervan?"),
}
STATES = {
    ProposalState.DRAFT: N_("Nog niet op de website"),
    ProposalState.OPEN: N_("Open voor vragen"),
    ProposalState.WITHDRAWN: N_("Ingetrokken"),
}
LEVELS = {
    Level.EASY: N_("Goed te lezen"),
    Level.MEDIUM: N_("Voor sommige mensen lastig"),
    Level.HARD: N_("Voor veel mensen moeilijk"),
}
LEVEL_LOOKS = {Level.EASY: "good", Level.MEDIUM: "busy", Level.HARD: "late"}
CLOSED = N_("Vragen kan niet meer")
CANCELLED = N_("De vergadering gaat niet door")


@dataclass(frozen=True)
class Reads:
    """How a text reads: in a word, and in points."""

    level: str
    look: str
    ease: int


def reads(ease: int | None, lang: str) -> Reads | None:
    """None for a text that is too short."""
    level = level_of(ease)
    if level is None or ease is None:
        return None
    return Reads(translated(LEVELS[level], lang), LEVEL_LOOKS[level], ease)


@dataclass(frozen=True)
class Told:
    """A proposal in words, as it stands at a moment."""

    proposal: ProposalFacts
    url: str
    state: str
    look: str
    #: The first sentence of the summary.
    begins: str
    #: Until when residents ask; None where they do not.
    closes: datetime | None
    #: Whether they still can.
    asks: bool
    text_reads: Reads | None
    summary_reads: Reads | None


def told(it: ProposalFacts, rule: ReadableProposals | None, now: datetime, lang: str) -> Told:
    """In the visitor's language."""
    closes = closes_at(rule, it.starts_at, it.held_on) if rule and it.held_on else None
    goes = it.meeting_state is not None and it.meeting_state.value != "geannuleerd"
    asks = it.state is ProposalState.OPEN and goes and closes is not None and now < closes
    state, look = _state(it, goes=goes, asks=asks)
    return Told(
        it,
        proposal_path(it.number, it.slug),
        translated(state, lang),
        look,
        first_sentence(it.summary),
        closes if goes else None,
        asks,
        reads(it.text_ease, lang),
        reads(it.summary_ease, lang),
    )


def _state(it: ProposalFacts, *, goes: bool, asks: bool) -> tuple[str, str]:
    if it.state is not ProposalState.OPEN:
        return STATES[it.state], "neutral" if it.state is ProposalState.DRAFT else "bad"
    if not goes:
        return CANCELLED, "late"
    return (STATES[it.state], "good") if asks else (CLOSED, "neutral")


@dataclass(frozen=True)
class Advice:
    """What would make a text easier, for who writes it."""

    name: str
    reads: Reads
    sentences: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


def advice(name: str, text: str, lang: str) -> Advice | None:
    """None for a text that is too short to say anything of."""
    found: Measured | None = measured(text)
    said = reads(found.ease, lang) if found else None
    if found is None or said is None:
        return None
    return Advice(translated(name, lang), said, found.long_sentences, found.long_words)


@dataclass(frozen=True)
class Change:
    """A version beside the one before it."""

    version: Version
    title_was: str
    summary_was: str
    #: By the heading of the part: what it said before; "" for what was not there.
    parts_were: tuple[tuple[str, str], ...]
    first: bool


def changes(
    versions: tuple[Version, ...],
    earlier: Mapping[int, Mapping[ProposalPart, str]],
    lang: str,
) -> list[Change]:
    """The newest first, each with what it replaced."""
    older: list[Version | None] = [*versions, None]
    pairs = zip(versions, older[1:], strict=True)
    return [_change(new, old, earlier, lang) for new, old in pairs]


def _change(
    new: Version,
    old: Version | None,
    earlier: Mapping[int, Mapping[ProposalPart, str]],
    lang: str,
) -> Change:
    then = old or new
    now_said, then_said = earlier.get(new.revision, {}), earlier.get(then.revision, {})
    return Change(
        new,
        then.title if then.title != new.title else "",
        then.summary if then.summary != new.summary else "",
        tuple(
            (translated(PARTS[part], lang), then_said.get(part, ""))
            for part in ProposalPart
            if then_said.get(part, "") != now_said.get(part, "")
        ),
        old is None,
    )
