"""A vote on a question in a test: chosen by the council, settled, announced, fixed by two officials, and open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tests.support.means import made, row_of
from tests.support.rounds import officials
from tests.support.world import ADULT, HERE, World
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.ballots import Cast, CastBallot, new_nonce
from wijkstem.commands.counting import ApproveResult
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.marking import Marked, MarkRoll
from wijkstem.commands.vote_questions import SettleVote
from wijkstem.domain.making_votes import OptionForm, QuestionForm
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.voting_codes import new_code
from wijkstem.events.counting import RoundCounted
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.tables.rounds import BudgetRound
from wijkstem.tally.answers.rules import Method
from wijkstem.words import Role
from wijkstem.words.means import MeansKind
from wijkstem.words.rounds import BallotType, Roll, RoundState, VotingWay
from workers.counting import count_votes

ANSWERS = ("Een park", "Een school", "Winkels")
FORM = QuestionForm(
    options=tuple(OptionForm(title) for title in ANSWERS),
    ballot=BallotType.CHOOSE_ONE,
    method=Method.MOST,
    max_picks=None,
    points=None,
    most_points=None,
    blank=False,
    minimum_age=16,
    reference_day=date(2026, 3, 1),
    roll=Roll.OPEN,
    electorate=10,
    least_turnout=None,
    least_share=None,
)
#: The world begins on 2 March 2026; people vote from the 4th to the 15th.
OPENS_ON, CLOSES_ON = date(2026, 3, 4), date(2026, 3, 15)
OPEN, CLOSED = datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(2026, 3, 16, 9, tzinfo=UTC)


@dataclass(frozen=True)
class MadeVote:
    """A vote, and how a test finds what is in it."""

    world: World
    means_id: UUID
    round_id: UUID
    #: Of the round; the box and the board go by it.
    number: str
    officials: tuple[Actor, Actor] = field(repr=False)

    def send(self, who: Actor, picks: Mapping[int, int] | Sequence[int], code: str = "") -> Cast:
        """Both halves, as the website does them."""
        code = code or new_code()
        marked: Marked = self.world.execute(MarkRoll(self.round_id, code, VotingWay.LOGIN), who)
        values = picks if isinstance(picks, Mapping) else dict.fromkeys(picks, 1)
        typed = {number: str(value) for number, value in values.items()}
        command = CastBallot(
            self.round_id, marked.area_id, code, marked.tag_key, typed, new_nonce()
        )
        done: Cast = self.world.execute(command, ANYONE)
        return done


def published(made: MadeVote) -> VoteAnswered:
    """The vote is over: a worker closes and counts, and two officials let the result out."""
    world = made.world
    world.clock.at = max(world.clock.at, CLOSED)
    count_votes(world.services, HERE)
    first, second = made.officials
    digest = world.events(RoundCounted)[-1].digest
    assert world.execute(ApproveResult(made.round_id, digest), first) is RoundState.COUNTED
    assert world.execute(ApproveResult(made.round_id, digest), second) is RoundState.PUBLISHED
    world.settle()
    event: VoteAnswered = world.events(VoteAnswered)[-1]
    return event


def settled(world: World, means_id: UUID, **values: Any) -> str:
    """What can be answered; the number of the round."""
    form = replace(FORM, **values)
    number: str = world.execute(SettleVote(means_id, 0, form), officials(world)[0])
    return number


def fixed_vote(world: World, *, means: Mapping[str, Any] | None = None, **values: Any) -> MadeVote:
    """By two officials; it opens later."""
    made = announced_vote(world, means=means, **values)
    first, second = made.officials
    revision = world.rows(BudgetRound, id=made.round_id)[0]["revision"]
    digest: str = world.execute(AskFreeze(made.round_id, revision), first)
    world.execute(FreezeRound(made.round_id, digest), second)
    return made


def a_vote(world: World, *, means: Mapping[str, Any] | None = None, **values: Any) -> MadeVote:
    """Fixed, and open: the clock stands on its first day."""
    made = fixed_vote(world, means=means, **values)
    world.clock.at = OPEN
    return made


def announced_vote(
    world: World, *, means: Mapping[str, Any] | None = None, **values: Any
) -> MadeVote:
    """Everybody can read what will be asked; the rules are not fixed."""
    made_means = draft_vote(world, **(means or {}))
    number = settled(world, made_means, **values)
    world.execute(AnnounceMeans(made_means, row_of(world, made_means)["revision"]), world.official)
    [row] = world.rows(BudgetRound, number=number)
    return MadeVote(world, made_means, row["id"], number, officials(world))


def draft_vote(world: World, **values: Any) -> UUID:
    """Nothing was settled yet."""
    return made(world, MeansKind.VOTE, **{"opens_on": OPENS_ON, "closes_on": CLOSES_ON, **values})


def resident(world: World, name: str, lives: str = "WK990100", born: date = ADULT) -> Actor:
    """Somebody who is logged in strongly."""
    identity = Identity(f"test:{name}", name, neighbourhood_code=lives, birth_date=born)
    who: LoggedIn = world.execute(LogIn(identity))
    return Actor(who.person_id, frozenset({Role.RESIDENT}))
