"""Budget rounds: the closed sets of what a round, its roll, its box and its count may say."""

from enum import StrEnum


class RoundKind(StrEnum):
    """What is voted on."""

    #: Which plans get money.
    BUDGET = "budget"
    #: A question with answers, of which one wins.
    QUESTION = "question"


class RoundState(StrEnum):
    """Where a round is, apart from what the calendar says."""

    #: Officials are making it; residents do not see it.
    DRAFT = "draft"
    ANNOUNCED = "announced"
    #: The rule file is fixed; nothing in it changes any more.
    FROZEN = "frozen"
    #: The vote is over and the box is locked.
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class PhaseKind(StrEnum):
    """The phases of a round, in their order."""

    IDEAS = "ideas"
    FEASIBILITY = "feasibility"
    ADVICE = "advice"
    BALLOT = "ballot"
    VOTE = "vote"
    COUNT = "count"
    RESULT = "result"
    DOING = "doing"


class RoundAct(StrEnum):
    """What may be done in a phase."""

    SUBMIT = "submit"
    COST = "cost"
    ADVISE = "advise"
    #: Say which plans are on the ballot, and fix the rules.
    FIX = "fix"
    VOTE = "vote"
    COUNT = "count"
    PUBLISH = "publish"
    ACCOUNT = "account"


class OnBallot(StrEnum):
    """Whether a plan is on the ballot of its round."""

    PROPOSED = "proposed"
    LISTED = "listed"
    #: It fell out before the ballot was fixed.
    LEFT_OUT = "left_out"
    #: Withdrawn while people could vote: it keeps its place on the ballot and gets no money.
    WITHDRAWN = "withdrawn"


class BallotType(StrEnum):
    """How a voter says what they want."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose_one"
    POINTS = "points"
    SCORES = "scores"
    RANKING = "ranking"


class Roll(StrEnum):
    """Who is on the roll of a round."""

    #: Only who the municipality put there.
    LIST = "list"
    #: Besides, whoever logs in and may vote by the rules.
    OPEN = "open"


class VotingWay(StrEnum):
    """How somebody on the roll voted."""

    CODE = "code"
    LOGIN = "login"
    PAPER = "paper"


class VotingMethod(StrEnum):
    """How a ballot came in; Pabulib's words."""

    INTERNET = "internet"
    PAPER = "paper"


class BoardKind(StrEnum):
    """What an entry on the board is the digest of."""

    RULES = "rules"
    BALLOT = "ballot"
    PAPER_BATCH = "paper_batch"
    CLOSING = "closing"
    RESULT = "result"


class BatchState(StrEnum):
    """How far a batch of ballots on paper is."""

    ENTERING = "entering"
    #: Both entries are there and differ somewhere.
    DIFFERENT = "different"
    AGREED = "agreed"


class Withdrawn(StrEnum):
    """What becomes of a plan that is withdrawn while people can vote."""

    #: It keeps its place on the ballot, and gets no money.
    NO_MONEY = "no_money"


class CountProblem(StrEnum):
    """Why a count stops until somebody looked."""

    #: A ballot whose seal is missing or wrong: it was put into the database by hand.
    SEAL = "seal"
    #: A ballot that is not on the board.
    NOT_ON_BOARD = "not_on_board"
    #: A ballot on the board that is not in the box any more.
    GONE = "gone"
    #: A ballot that no ballot may be like.
    UNREADABLE = "unreadable"
    #: More ballots than voters who used their vote, or more voting codes than the rules name.
    TOO_MANY = "too_many"
