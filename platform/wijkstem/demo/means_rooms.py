"""What people do in each kind of means of the demo, on a day on which it is open, and what officials do before and after."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.ballots import CastBallot, new_nonce
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.comments import GiveComment
from wijkstem.commands.counting import ApproveResult
from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.handlers import carry_out, execute
from wijkstem.commands.marking import Marked, MarkRoll
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.response_notes import AdoptNote, AnswerComments, SummariseComments
from wijkstem.commands.statements import JudgeStatement, ProposeStatement, WriteStatement
from wijkstem.commands.supporting_contributions import SupportContribution
from wijkstem.commands.vote_questions import SettleVote
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.means_told import Reply, Spoken, Statement, Told
from wijkstem.domain.comments import AnswerForm, CommentForm
from wijkstem.domain.discussion import ContributionForm
from wijkstem.domain.making_votes import OptionForm, QuestionForm
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.publishing import digest_of
from wijkstem.domain.voting_codes import new_code
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.tables.comments import ResponseNote
from wijkstem.tables.counting import RoundCount
from wijkstem.tables.dialogue import Statement as StatementRow
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.moderation import Case
from wijkstem.tables.rounds import BudgetRound, VoteQuestion
from wijkstem.words import ReportReason, Target, Verdict
from wijkstem.words.dialogue import Stance, StatementState
from wijkstem.words.means import MeansKind
from wijkstem.words.rounds import BallotType, Roll, VotingWay

ONE, OTHER = "ambtenaar-1", "ambtenaar-2"
#: Of what ground something is hidden in the demo.
GROUND, REPORTED = "insult", "Hier wordt iemand uitgescholden."

_contribution = table_of(Contribution)
_case = table_of(Case)
_statement = table_of(StatementRow)
_question = table_of(VoteQuestion)
_round = table_of(BudgetRound)
_count = table_of(RoundCount)
_note = table_of(ResponseNote)


@dataclass
class Place:
    """A means of the demo, and who can do something in it."""

    services: Services
    slug: str
    crowd: Crowd
    means_id: UUID
    dossier_id: UUID
    proposal_id: UUID | None = None
    choice_id: UUID | None = None
    #: What people said of a proposal, by who said it.
    comments: dict[str, UUID] = field(default_factory=dict)

    def of(self, key: str) -> Actor:
        return self.crowd.known[key]

    def do(self, command: object, who: Actor | None = None) -> Any:
        """One command, of an official if nobody is named."""
        return execute(self.services, self.slug, command, who or self.of(ONE))

    def do_all(self, given: Iterable[tuple[object, Actor]]) -> None:
        """Many, in one transaction."""
        with self.services.unit_of_work(self.slug) as uow:
            for command, actor in given:
                carry_out(command, self.services.work(uow, actor))

    def row(self, table: Any, **values: object) -> Any:
        """The one row of a table with these values."""
        wanted = [table.c[name] == value for name, value in values.items()]
        with self.services.reading(self.slug) as connection:
            return connection.execute(
                select(table).where(table.c.municipality_id == self.slug, *wanted)
            ).one()


class Room:
    """A kind in which nothing happens but what its own class says."""

    def ready(self, place: Place, told: Told) -> None:
        """What it needs before it is announced."""

    def fixed(self, place: Place) -> None:
        """What follows the announcement."""

    def day(self, place: Place, told: Told, ago: int) -> None:
        """Who takes part on a day."""

    def end(self, place: Place, told: Told) -> None:
        """What officials make of what came out."""


class Talk(Room):
    """A discussion: people say something, reply, support each other, and say it otherwise."""

    def day(self, place: Place, told: Told, ago: int) -> None:
        for one in told.share(told.said, ago):
            self._speak(place, one)

    def _speak(self, place: Place, one: Spoken) -> None:
        form = ContributionForm(one.words, one.stance)
        said = place.do(Contribute(place.means_id, form), place.of(one.by))
        self._afterwards(place, said, one.by, one.later)
        for reply in one.replies:
            self._reply(place, said, reply)
        row = place.row(_contribution, means_id=place.means_id, number=said)
        start = said * 5 % len(place.crowd.many)
        crowd = [*place.crowd.many[start:], *place.crowd.many[:start]][: one.support]
        place.do_all((SupportContribution(row.id), who) for who in crowd)
        if one.hidden:
            self._hide(place, row.id, one.hidden)

    def _reply(self, place: Place, to: int, reply: Reply) -> None:
        form = ContributionForm(reply.words, office=reply.office)
        number = place.do(Contribute(place.means_id, form, to), place.of(reply.by))
        self._afterwards(place, number, reply.by, reply.later)

    def _afterwards(self, place: Place, number: int, by: str, words: str) -> None:
        if words:
            row = place.row(_contribution, means_id=place.means_id, number=number)
            place.do(ChangeContribution(row.id, 1, words), place.of(by))

    def _hide(self, place: Place, said: UUID, reasons: str) -> None:
        report = ReportRemark(said, ReportReason.INSULT, REPORTED, target=Target.CONTRIBUTION)
        place.do(report, ANYONE)
        case = place.row(_case, target_id=said, closed_at=None)
        place.do(JudgeRemark(case.id, Verdict.HIDDEN, reasons, GROUND), place.of(OTHER))


class Dialogue(Room):
    """Statements, and groups of people who answer them alike."""

    #: What a sign of `Told.statements` says.
    SIGNS: ClassVar = {"+": Stance.AGREE, "-": Stance.DISAGREE}

    def ready(self, place: Place, told: Told) -> None:
        for words, _ in told.statements:
            place.do(WriteStatement(place.means_id, words))

    def day(self, place: Place, told: Told, ago: int) -> None:
        if ago == told.opens:
            for one in told.proposed:
                self._propose(place, one)
        ids = self._ids(place)
        leans = [*told.statements, *((one.words, one.leans) for one in told.proposed if one.leans)]
        people = [(n, camp) for camp, many in enumerate(told.people) for n in range(many)]
        turned = [(turn, camp) for turn, (_, camp) in enumerate(people)]
        for turn, camp in told.share(turned, ago):
            who = place.crowd.many[turn]
            given = (
                (TakeStance(place.means_id, ids[words], stance), who)
                for at, (words, lean) in enumerate(leans)
                if (stance := self._stance(turn, at, lean[camp]))
            )
            place.do_all(given)

    def _propose(self, place: Place, one: Statement) -> None:
        made = place.do(ProposeStatement(place.means_id, one.words), place.of(one.by))
        if one.waits:
            return
        verdict = StatementState.REFUSED if one.refused else StatementState.PLACED
        case = place.row(_case, target_id=made)
        place.do(JudgeStatement(case.id, verdict, one.refused))

    def _ids(self, place: Place) -> dict[str, UUID]:
        found = select(_statement.c.words, _statement.c.id).where(
            _statement.c.municipality_id == place.slug, _statement.c.means_id == place.means_id
        )
        with place.services.reading(place.slug) as connection:
            return {row.words: row.id for row in connection.execute(found)}

    def _stance(self, turn: int, at: int, sign: str) -> Stance | None:
        """Most say what their group says; some leave it open, and some think otherwise. The same each time."""
        if (turn + at * 3) % 7 == 0:
            return None
        if (turn * 5 + at) % 11 == 0:
            return Stance.PASS
        said = self.SIGNS.get(sign, tuple(self.SIGNS.values())[(turn + at) % 2])
        other = Stance.AGREE if said is Stance.DISAGREE else Stance.DISAGREE
        return other if (turn * 3 + at * 5) % 13 == 0 else said


class Vote(Room):
    """A question with answers: two officials fix the rules, people vote, and two officials let the result out."""

    def ready(self, place: Place, told: Told) -> None:
        form = QuestionForm(
            options=tuple(OptionForm(*one) for one in told.options),
            ballot=told.ballot,
            method=told.method,
            max_picks=told.picks,
            points=None,
            most_points=None,
            blank=False,
            minimum_age=16,
            reference_day=local_date(place.services.clock.now()),
            roll=Roll.OPEN,
            electorate=place.services.rules.of(place.slug).municipality.inhabitants.value,
            least_turnout=None,
            least_share=None,
        )
        place.do(SettleVote(place.means_id, 0, form))

    def fixed(self, place: Place) -> None:
        it = self._round(place)
        digest = place.do(AskFreeze(it.id, it.revision))
        place.do(FreezeRound(it.id, digest), place.of(OTHER))

    def day(self, place: Place, told: Told, ago: int) -> None:
        ballots = [order for many, order in told.ballots for _ in range(many)]
        ranked = told.ballot is BallotType.RANKING
        for turn, order in told.share(list(enumerate(ballots)), ago):
            typed = {number: str(at if ranked else 1) for at, number in enumerate(order, 1)}
            self._vote(place, place.crowd.many[turn], typed)

    def _vote(self, place: Place, who: Actor, typed: dict[int, str]) -> None:
        round_id, code = self._round(place).id, new_code()
        marked: Marked = place.do(MarkRoll(round_id, code, VotingWay.LOGIN), who)
        ballot = CastBallot(round_id, marked.area_id, code, marked.tag_key, typed, new_nonce())
        place.do(ballot, ANYONE)

    def end(self, place: Place, told: Told) -> None:
        del told
        round_id = self._round(place).id
        of_round = _count.c.municipality_id == place.slug, _count.c.round_id == round_id
        with place.services.reading(place.slug) as connection:
            digest = digest_of(connection.execute(select(_count).where(*of_round)).all())
        for who in (ONE, OTHER):
            place.do(ApproveResult(round_id, digest), place.of(who))

    def _round(self, place: Place) -> Any:
        question = place.row(_question, means_id=place.means_id)
        return place.row(_round, id=question.round_id)


class Advice(Room):
    """Comments on the passages of a council proposal, and the note of answer to them."""

    def day(self, place: Place, told: Told, ago: int) -> None:
        for one in told.share(told.comments, ago):
            named = bool(one.organisation)
            form = CommentForm(one.assent, one.why, one.wording, named, one.organisation)
            made = place.do(GiveComment(place.means_id, one.passage, form), place.of(one.by))
            place.comments[one.by] = made

    def end(self, place: Place, told: Told) -> None:
        for one in told.comments:
            assert one.response is not None
            form = AnswerForm(one.response, one.answer)
            place.do(AnswerComments(place.means_id, {place.comments[one.by]: 0}, form))
        place.do(SummariseComments(place.means_id, 0, told.summary))
        note = place.row(_note, means_id=place.means_id)
        place.do(AdoptNote(place.means_id, note.revision))


ROOMS = {
    MeansKind.DISCUSSION: Talk(),
    MeansKind.DIALOGUE: Dialogue(),
    MeansKind.VOTE: Vote(),
    MeansKind.ADVICE: Advice(),
}
