"""What residents can take part in during the storm: discussions, a dialogue, and a vote on a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from tests.fire.ledger import Sent
from tests.support.means import FORM
from tests.support.votes import FORM as QUESTION
from tests.support.world import World
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.means import MakeMeans
from wijkstem.commands.remark_reports import ReportRemark
from wijkstem.commands.statements import ProposeStatement, WriteStatement
from wijkstem.commands.vote_questions import SettleVote
from wijkstem.domain.discussion import ContributionForm
from wijkstem.domain.people import Actor
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.moderation import Case
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words import CaseKind, Target
from wijkstem.words.means import MeansKind

WHY = "De buurt vroeg hierom, en het past in het plan."
WORDS = "Kinderen kunnen er dan veilig spelen."
STATEMENTS = (
    "Er moet meer groen op het plein.",
    "Er moet plaats zijn voor auto's.",
    "De markt mag weg.",
    "Er moeten bomen komen.",
)
#: Of residents, before the storm; what becomes of them is decided in it.
WAITING = ("Er mag een terras komen.", "Kinderen moeten er spelen.", "Het plein moet schoon zijn.")


@dataclass(frozen=True)
class Opened:
    """A means that is open."""

    id: UUID
    number: str

    @property
    def path(self) -> str:
        return f"/meedoen/{self.number}"

    @property
    def desk(self) -> str:
        return f"/beheer/meedoen/{self.number}"


@dataclass(frozen=True)
class Question:
    """A vote on a question, which goes by another number."""

    means: Opened
    round_id: UUID
    number: str


@dataclass(frozen=True)
class Rooms:
    """Everything that is open, in one dossier."""

    dossier: str
    dossier_id: UUID
    #: Who hears of every means in it.
    follower: UUID
    talk: Opened
    #: What was said in it, as number 1, 2 and 3: to support, to change and to report.
    said: tuple[UUID, UUID, UUID]
    doubted_case: UUID
    #: A discussion that officials make slow, and close.
    slow: Opened
    dialogue: Opened
    statements: tuple[UUID, ...]
    #: Cases of the statements that wait, each with its statement.
    waiting: Mapping[UUID, UUID]
    question: Question
    #: Whom the storm told last whether they support something, and what they answered to which statement.
    supports: dict[UUID, bool] = field(default_factory=dict)
    answers: dict[tuple[UUID, UUID], str] = field(default_factory=dict)
    #: What was sent to the vote, each by which person and from which of their devices.
    ballots: list[Sent] = field(default_factory=list)


def found_question(world: World, number: str, officials: tuple[Actor, Actor]) -> Question:
    """Two days ago: settled, announced and fixed by two officials; people vote since yesterday."""
    today = local_date(world.clock.at)
    means = _made(world, number, officials[0], MeansKind.VOTE, today + timedelta(days=1))
    form = replace(QUESTION, reference_day=today, electorate=100)
    round_number = world.execute(SettleVote(means.id, 0, form), officials[0])
    world.execute(AnnounceMeans(means.id, 1), officials[0])
    [row] = world.rows(BudgetRound, number=round_number)
    digest = world.execute(AskFreeze(row["id"], row["revision"]), officials[0])
    world.execute(FreezeRound(row["id"], digest), officials[1])
    return Question(means, row["id"], round_number)


def found_rooms(
    world: World, dossier: str, question: Question, official: Actor, residents: list[Actor]
) -> Rooms:
    """Open from today on; ``residents`` said things in them, and the first follows them all."""
    [row] = world.rows(Dossier, number=dossier)
    world.execute(FollowDossier(row["id"]), residents[0])
    talk, slow = (_opened(world, dossier, official, MeansKind.DISCUSSION) for _ in range(2))
    said = [_said(world, talk, residents[0]) for _ in range(3)]
    world.execute(ReportRemark(said[2], "spam", WHY, target=Target.CONTRIBUTION), official)
    [doubted] = world.rows(Case, kind=CaseKind.REMARK, target_id=said[2])
    today = local_date(world.clock.at)
    dialogue = _made(world, dossier, official, MeansKind.DIALOGUE, today)
    statements = [world.execute(WriteStatement(dialogue.id, one), official) for one in STATEMENTS]
    world.execute(AnnounceMeans(dialogue.id, 1), official)
    for who, words in zip(residents, WAITING, strict=True):
        world.execute(ProposeStatement(dialogue.id, words), who)
    cases = world.rows(Case, kind=CaseKind.STATEMENT)
    assert residents[0].person_id is not None
    return Rooms(
        dossier,
        row["id"],
        residents[0].person_id,
        talk,
        (said[0], said[1], said[2]),
        doubted["id"],
        slow,
        dialogue,
        tuple(statements),
        {one["id"]: one["target_id"] for one in cases},
        question,
    )


def _opened(world: World, dossier: str, official: Actor, kind: MeansKind) -> Opened:
    means = _made(world, dossier, official, kind, local_date(world.clock.at))
    world.execute(AnnounceMeans(means.id, 1), official)
    return means


def _made(world: World, dossier: str, official: Actor, kind: MeansKind, opens_on: date) -> Opened:
    [row] = world.rows(Dossier, number=dossier)
    form = replace(
        FORM,
        kind=kind,
        dossier_id=row["id"],
        decided_on=local_date(world.clock.at),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=14),
        account_by=opens_on + timedelta(days=30),
    )
    made = new_id()
    return Opened(made, world.execute(MakeMeans(form, made), official))


def _said(world: World, talk: Opened, who: Actor) -> UUID:
    made = new_id()
    world.execute(Contribute(talk.id, ContributionForm(WORDS, "for"), form_id=made), who)
    return made
