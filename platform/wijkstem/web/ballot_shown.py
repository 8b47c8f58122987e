"""A ballot as its page shows it: the plans in this voter's own order, and how much of it is used up."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wijkstem.domain.ballots import FIELD, Choice, Used, highest, most_picks, used
from wijkstem.domain.rounds import BallotRules
from wijkstem.domain.vote_files import Listed, VoteFile
from wijkstem.domain.vote_questions import FileOption, QuestionFile
from wijkstem.kit.i18n import N_
from wijkstem.queries.ballots import Booth
from wijkstem.queries.rounds import Plan
from wijkstem.web.ballot_device import LATER, PICKED, Started
from wijkstem.web.context import Visitor
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.words.rounds import BallotType, OnBallot

#: So many lines are shown at most of what a plan says, before its own page has to be opened.
MOST_CHARACTERS: Final = 1500

EXPLAINED: Final[Mapping[BallotType, str]] = {
    BallotType.APPROVAL: N_("Kies de plannen die u goed vindt."),
    BallotType.CHOOSE_ONE: N_("Kies één plan."),
    BallotType.POINTS: N_("Verdeel uw punten over de plannen. Geef een goed plan meer punten."),
    BallotType.SCORES: N_("Geef elk plan een cijfer. Sla een plan gerust over."),
    BallotType.RANKING: N_("Geef het beste plan plaats 1. Geef het plan daarna plaats 2."),
}

#: The same of a question.
ASKED: Final[Mapping[BallotType, str]] = {
    BallotType.APPROVAL: N_("Kies de antwoorden die u goed vindt."),
    BallotType.CHOOSE_ONE: N_("Kies één antwoord."),
    BallotType.POINTS: N_("Verdeel uw punten. Geef een goed antwoord meer punten."),
    BallotType.RANKING: N_("Geef het beste antwoord plaats 1. Geef het antwoord daarna plaats 2."),
}


@dataclass(frozen=True)
class Shown:
    """A plan on the ballot of this voter."""

    number: int
    title: str
    cost: int
    category: str
    url: str
    #: Pairs of question and answer.
    texts: Sequence[tuple[str, str]]
    withdrawn: bool
    value: str
    later: bool
    beside: bool

    @property
    def field(self) -> str:
        return f"{FIELD}{self.number}"


@dataclass(frozen=True)
class Paper:
    """The ballot of an area, with what this voter filled in so far."""

    file: VoteFile
    plans: Sequence[Shown]
    choices: tuple[Choice, ...]
    used: Used

    @property
    def rules(self) -> BallotRules:
        return self.file.ballot

    @property
    def is_question(self) -> bool:
        """Whether it asks one question; else it divides money."""
        return isinstance(self.file, QuestionFile)

    @property
    def most(self) -> int:
        """How many plans can be named."""
        return most_picks(self.rules, self.choices)

    @property
    def highest(self) -> int:
        return highest(self.rules, self.choices)

    @property
    def picked(self) -> list[Shown]:
        """Those with something filled in; of a ranking in their places."""
        found = [plan for plan in self.plans if plan.value.strip(" 0")]
        if self.rules.type in {BallotType.APPROVAL, BallotType.CHOOSE_ONE}:
            return sorted(found, key=lambda plan: plan.number)
        best_first = self.rules.type is not BallotType.RANKING
        return sorted(found, key=lambda plan: _as_number(plan.value) * (-1 if best_first else 1))

    @property
    def too_dear(self) -> int:
        """Euros above the limit; 0 or less is within it."""
        limit = self.rules.spending_limit
        return 0 if limit is None else self.used.cost - limit

    def seen(self, it: Started) -> list[Shown]:
        """The plans that the voter wants to look at now."""
        words = it.words.casefold().split()
        return [
            plan
            for plan in self.plans
            if (it.show != PICKED or plan.value.strip(" 0"))
            and (it.show != LATER or plan.later)
            and all(word in _words_of(plan) for word in words)
        ]


def paper(booth: Booth, it: Started, who: Visitor) -> Paper:
    """The ballot of ``booth``'s area. Raises LookupError while the rules are not fixed."""
    file, area = booth.round.file, booth.area
    if file is None or area is None:
        raise LookupError("no ballot yet")
    now = {plan.number: plan for plan in booth.plans}
    listed: Sequence[Listed] = file.plans_of(area.seq)
    choices = tuple(
        Choice(plan.number, plan.cost, _gone(plan, now.get(plan.number))) for plan in listed
    )
    own = {choice.number for choice in choices}
    typed = {number: text for number, text in it.typed.items() if number in own}
    plans = [
        _shown(plan, now.get(plan.number), choice, booth, it, who)
        for plan, choice in zip(listed, choices, strict=True)
    ]
    plans.sort(key=lambda plan: _place(it.seed, plan.number))
    return Paper(file, plans, choices, used(typed, choices))


def _gone(listed: Listed, now: Plan | None) -> bool:
    """Whether it does not take part any more; an answer to a question always does."""
    if isinstance(listed, FileOption):
        return False
    return now is None or now.standing is OnBallot.WITHDRAWN


def _shown(
    plan: Listed, live: Plan | None, choice: Choice, booth: Booth, it: Started, who: Visitor
) -> Shown:
    said = booth.texts.get(live.initiative_id, {}) if live else {}
    if isinstance(plan, FileOption):
        said = {"about": plan.about}
    return Shown(
        number=plan.number,
        title=live.title if live else plan.title,
        cost=plan.cost,
        category=plan.category or "",
        url=initiative_path(live.initiative_number, live.slug) if live else "",
        texts=_in_order(said, booth, who),
        withdrawn=choice.withdrawn,
        value=it.typed.get(plan.number, ""),
        later=plan.number in it.later,
        beside=plan.number in it.beside,
    )


def _in_order(said: Mapping[str, str], booth: Booth, who: Visitor) -> list[tuple[str, str]]:
    """The answers under the questions of the form that the plans of this round came by."""
    named = (
        version.instruments.get(booth.round.instrument) for version in who.rules.versions[::-1]
    )
    found = next((instrument for instrument in named if instrument), None)
    fields = found.fields if found else []
    known = [(one.label.in_language(who.lang), said[one.id]) for one in fields if one.id in said]
    rest = [("", text) for name, text in said.items() if name not in {one.id for one in fields}]
    return [(label, text[:MOST_CHARACTERS]) for label, text in (known or rest) if text.strip()]


def _place(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()


def _words_of(plan: Shown) -> str:
    return f"{plan.number} {plan.title} {plan.category} {' '.join(text for _, text in plan.texts)}".casefold()


def _as_number(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


def asked(rules: BallotRules, most: int, lang: str, *, question: bool = False) -> list[str]:
    """The rules of the ballot in a few sentences."""
    found = [translated((ASKED if question else EXPLAINED)[rules.type], lang)]
    if rules.type is not BallotType.CHOOSE_ONE:
        if rules.min_picks > 1:
            found.append(
                translated(N_("Kies er minstens %(count)s."), lang, {"count": rules.min_picks})
            )
        if rules.max_picks is not None:
            found.append(translated(N_("Kies er hoogstens %(count)s."), lang, {"count": most}))
    return found
