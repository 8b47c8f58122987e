"""The demo's neighbourhood council: what its made-up members say of plans nearby, and what the municipality answers.

Each scene is played on the first day, from its own on, on which there is a plan to play it with.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.advice import AdviseUnasked, CastVote, CloseVote
from wijkstem.commands.answering import AnswerAdvice
from wijkstem.commands.handlers import execute
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.people import COUNCIL
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.tables.advice import AdviceState, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Heeded, Voting

_initiative = table_of(Initiative)
_advice = table_of(NeighbourhoodAdvice)

OFFICIAL = "ambtenaar-1"
#: How many take part where the council decides as one.
PRESENT = 4


@dataclass(frozen=True)
class Said:
    """What a member says."""

    choice: Advice
    reasons: str
    conditions: str = ""


@dataclass(frozen=True)
class Scene:
    """What becomes of one plan."""

    #: Days ago, at the earliest.
    ago: int
    said: tuple[Said, ...]
    #: What the council writes when it closes the vote; "" while it goes on.
    reasons: str = ""
    conditions: str = ""
    heeded: Heeded | None = None
    answer: str = ""
    #: Days until the municipality answers.
    after: int = 0


SCENES = (
    Scene(
        120,
        (
            Said(
                Advice.CONDITIONAL,
                "Dit maakt onze wijk mooier. De bewoners van de flat moeten er wel van weten.",
                "Praat eerst met de bewoners van de flat.",
            ),
            Said(Advice.POSITIVE, "Een goed idee. Hier praten wij al jaren over."),
            Said(
                Advice.CONDITIONAL,
                "Goed plan, maar het moet ook later netjes blijven.",
                "Spreek af wie het onderhoud doet.",
            ),
        ),
        reasons="De wijkraad vindt dit een goed plan. Het maakt onze wijk mooier en gezelliger.",
        conditions="Praat eerst met de bewoners van de flat. Spreek ook af wie het onderhoud doet.",
        heeded=Heeded.PARTLY,
        answer="Wij praten met de bewoners van de flat. Over het onderhoud besluiten wij later, omdat de kosten nog niet bekend zijn.",
        after=12,
    ),
    Scene(
        50,
        (
            Said(Advice.NEGATIVE, "Er is hier te weinig ruimte voor. De straat loopt nu al vol."),
            Said(Advice.POSITIVE, "Laten wij het gewoon een jaar proberen."),
            Said(Advice.NEGATIVE, "Ik hoor van veel buren dat zij dit niet willen."),
        ),
        reasons="De wijkraad is niet voor dit plan. Er is te weinig ruimte. Veel buren willen het ook niet.",
    ),
    Scene(
        20,
        (
            Said(Advice.POSITIVE, "Daar heeft iedereen in de wijk iets aan."),
            Said(Advice.POSITIVE, "Fijn dat buren dit zelf willen doen."),
            Said(Advice.NONE, "Ik weet hier te weinig van om iets te zeggen."),
        ),
        reasons="De wijkraad is blij met dit plan. Iedereen in de wijk heeft er iets aan.",
    ),
    Scene(
        4,
        (
            Said(Advice.POSITIVE, "Wij wachten hier al lang op. Doen dus."),
            Said(
                Advice.CONDITIONAL,
                "Goed plan, als er ook aan de avond is gedacht.",
                "Zorg dat het na tien uur stil is.",
            ),
        ),
    ),
)


@dataclass
class CouncilPlay:
    """The scenes that are still to be played, and the answers that are still to be given."""

    services: Services
    slug: str
    crowd: Crowd
    _todo: list[Scene] = field(default_factory=lambda: list(SCENES))
    _answers: list[tuple[date, UUID, Scene]] = field(default_factory=list)

    def day(self, ago: int, today: date) -> bool:
        """What happens on a day; whether anything did."""
        answered = [one for one in self._answers if one[0] <= today]
        for due in answered:
            _, advice_id, scene = due
            assert scene.heeded is not None
            command = AnswerAdvice(advice_id, scene.heeded, scene.answer)
            execute(self.services, self.slug, command, self.crowd.known[OFFICIAL])
            self._answers.remove(due)
        return self._play_next(ago, today) or bool(answered)

    def _play_next(self, ago: int, today: date) -> bool:
        rules = self.services.rules.of(self.slug).municipality.advice
        if rules is None or not self._todo or self._todo[0].ago < ago:
            return False
        plan = self._plan(rules.councils.codes)
        if plan is None:
            return False
        scene = self._todo.pop(0)
        by_votes = rules.unasked.by is Adviser.COUNCIL and rules.vote.by is Voting.MEMBERS
        advice_id = self._say(plan, scene, by_votes=by_votes)
        if scene.heeded is not None:
            self._answers.append((today + timedelta(days=scene.after), advice_id, scene))
        return True

    def _say(self, plan: UUID, scene: Scene, *, by_votes: bool) -> UUID:
        first, *others = scene.said
        members = [self.crowd.known[key] for key in COUNCIL]
        began = AdviseUnasked(plan, first.choice, first.reasons, first.conditions, PRESENT)
        advice_id: UUID = execute(self.services, self.slug, began, members[0])
        if not by_votes:
            return advice_id
        for said, member in zip(others, members[1:], strict=False):
            vote = CastVote(advice_id, said.choice, said.reasons, said.conditions)
            execute(self.services, self.slug, vote, member)
        if scene.reasons:
            counts = [sum(said.choice is choice for said in scene.said) for choice in Advice]
            seen = "-".join(map(str, [*counts, 0]))
            close = CloseVote(advice_id, seen, scene.reasons, scene.conditions)
            execute(self.services, self.slug, close, members[0])
        return advice_id

    def _plan(self, codes: list[str]) -> UUID | None:
        """A public plan about which nothing was said yet."""
        spoken = (
            select(_advice.c.initiative_id)
            .where(
                _advice.c.municipality_id == self.slug,
                _advice.c.initiative_id == _initiative.c.id,
                _advice.c.state.in_([AdviceState.OPEN, AdviceState.GIVEN]),
            )
            .exists()
        )
        found = (
            select(_initiative.c.id)
            .where(
                _initiative.c.municipality_id == self.slug,
                _initiative.c.neighbourhood_code.in_(codes),
                _initiative.c.public,
                _initiative.c.closed_on.is_(None),
                ~spoken,
            )
            .order_by(_initiative.c.number.desc())
            .limit(1)
        )
        with self.services.reading(self.slug) as connection:
            return connection.execute(found).scalar()
