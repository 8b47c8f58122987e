"""One advice in words: at its plan, on the members' page, and on the municipality's."""

from dataclasses import dataclass
from datetime import date

from wijkstem.kit.i18n import N_
from wijkstem.queries.advice import AdviceFacts
from wijkstem.web.advice_words import ADVICE, ASKED, GIVEN, HEEDED
from wijkstem.web.language import translated
from wijkstem.words import Advice, Adviser

#: The look of an advice; the words stand beside it.
LOOKS = {
    Advice.POSITIVE: "good",
    Advice.CONDITIONAL: "good",
    Advice.NEGATIVE: "late",
    Advice.NONE: "neutral",
}


@dataclass(frozen=True)
class AdviceTold:
    """What a template says about an advice."""

    facts: AdviceFacts
    #: Whose it is, or who is asked.
    title: str
    #: What it is; "" until it is given.
    advice: str
    look: str
    #: How the votes fell, each as (what, how many); nothing where nobody voted here.
    votes: tuple[tuple[str, int], ...]
    heeded: str
    #: Whether the council, or the municipality, is late.
    late: bool

    @property
    def of_a_group(self) -> bool:
        return self.facts.by is Adviser.SOUNDING_GROUP


def advice_told(facts: AdviceFacts, today: date, lang: str) -> AdviceTold:
    """``facts`` in the reader's language."""
    title = GIVEN[facts.by] if facts.is_given else ASKED.get(facts.by, GIVEN[facts.by])
    due_on = facts.answer_due_on if facts.is_given else facts.due_on
    owed = facts.waits_for_answer or facts.is_open
    return AdviceTold(
        facts=facts,
        title=translated(title, lang),
        advice=translated(ADVICE[facts.advice], lang) if facts.advice else "",
        look=LOOKS[facts.advice] if facts.advice else "busy",
        votes=_votes(facts, lang),
        heeded=translated(HEEDED[facts.heeded], lang) if facts.heeded else "",
        late=owed and due_on is not None and due_on < today,
    )


def _votes(facts: AdviceFacts, lang: str) -> tuple[tuple[str, int], ...]:
    counts = (
        (ADVICE[Advice.POSITIVE], facts.positive),
        (ADVICE[Advice.CONDITIONAL], facts.conditional),
        (ADVICE[Advice.NEGATIVE], facts.negative),
        (ADVICE[Advice.NONE], facts.none),
    )
    if not sum(number for _, number in counts) or facts.by is Adviser.MEMBER:
        return ()
    said = [*counts, (N_("Doet niet mee: heeft er belang bij"), facts.aside)]
    return tuple((translated(name, lang), number) for name, number in said if number)
