"""The closed sets of the field: what rules, events and tables may say.

Whatever is open (steps, instruments, grounds, bodies) is an id in a rules file and not here.
"""

from enum import StrEnum
from typing import Final

from wijkstem.words.advice import Advice as Advice
from wijkstem.words.advice import Adviser as Adviser
from wijkstem.words.advice import ChosenBy as ChosenBy
from wijkstem.words.advice import Closing as Closing
from wijkstem.words.advice import Heeded as Heeded
from wijkstem.words.advice import Interest as Interest
from wijkstem.words.advice import Voting as Voting
from wijkstem.words.carrying_out import CarryingOutState as CarryingOutState
from wijkstem.words.carrying_out import PartState as PartState
from wijkstem.words.council import Competence as Competence
from wijkstem.words.council import Hitch as Hitch
from wijkstem.words.council import Outlook as Outlook
from wijkstem.words.council import RoutedOn as RoutedOn
from wijkstem.words.evaluations import Smiley as Smiley
from wijkstem.words.gatherings import GatheringKind as GatheringKind
from wijkstem.words.gatherings import GatheringState as GatheringState
from wijkstem.words.gatherings import ProgrammeState as ProgrammeState
from wijkstem.words.indicators import Breakdown as Breakdown
from wijkstem.words.merging import MergeEnd as MergeEnd
from wijkstem.words.merging import Proposer as Proposer
from wijkstem.words.merging import Side as Side
from wijkstem.words.paper import BAD_LINES as BAD_LINES
from wijkstem.words.paper import LineState as LineState
from wijkstem.words.paper import PaperState as PaperState
from wijkstem.words.promises import PromiseState as PromiseState
from wijkstem.words.reports import APPEALABLE as APPEALABLE
from wijkstem.words.reports import ReportReason as ReportReason
from wijkstem.words.reports import Target as Target
from wijkstem.words.reports import Verdict as Verdict
from wijkstem.words.year_agenda import ParticipationLevel as ParticipationLevel
from wijkstem.words.year_agenda import SubjectState as SubjectState

#: The subject of a plan that fits no other; every municipality has it, and plans of before there were subjects.
OTHER_SUBJECT: Final = "other"


class Intent(StrEnum):
    """What a resident comes with: to change something, or to know something."""

    PLAN = "plan"
    QUESTION = "question"


class Holder(StrEnum):
    """Who has an initiative in a step, and so who must do something."""

    OFFICIAL = "official"
    RESIDENTS = "residents"
    SUBMITTER = "submitter"
    NEIGHBOURHOOD_COUNCIL = "neighbourhood_council"
    CLERK = "clerk"
    COLLEGE = "college"
    COUNCIL = "council"
    NOBODY = "nobody"


class Taker(StrEnum):
    """Who may take an outcome of a step."""

    OFFICIAL = "official"
    CLERK = "clerk"
    SUBMITTER = "submitter"
    NEIGHBOURHOOD_COUNCIL = "neighbourhood_council"


class Trigger(StrEnum):
    """What makes the system take an outcome without a person."""

    THRESHOLD = "threshold"
    TERM = "term"
    #: The advice of the neighbourhood council is settled.
    ADVICE = "advice"
    #: The result of a budget round was made known, and this plan is or is not among the winners.
    BALLOT_WON = "ballot_won"
    BALLOT_LOST = "ballot_lost"
    #: The meeting that it stands on does not go on.
    MEETING_CANCELLED = "meeting_cancelled"


class Collects(StrEnum):
    """What residents may give while an initiative is in a step."""

    SIGNATURES = "signatures"
    VOTES = "votes"


class Effect(StrEnum):
    """What follows when an initiative enters a step."""

    REQUEST_AGENDA_ITEM = "request_agenda_item"


class CaseKind(StrEnum):
    """Why something is on the officials' desk."""

    #: An initiative is in a step that an official must end.
    STEP = "step"
    #: Residents reported something.
    REPORT = "report"
    #: Somebody asks that another official looks at a decision again.
    APPEAL = "appeal"
    #: The text of something that is public changed.
    EDIT = "edit"
    SPAM = "spam"
    #: What looks like personal data stands in a text.
    PERSONAL_DATA = "personal_data"
    #: A step that is not the officials' own was not taken within its term.
    OVERDUE = "overdue"
    #: A message could not be delivered.
    UNDELIVERED = "undelivered"
    #: A resident spoke a plan, for somebody to type out.
    SPOKEN = "spoken"
    #: A resident asked something about a council proposal.
    QUESTION = "question"
    #: Somebody reported a question or a reaction.
    REMARK = "remark"
    #: The council's information system took off a plan that the clerk had placed. For the clerk, not for officials.
    GONE_AT_SOURCE = "gone_at_source"
    #: A partnership was not reviewed in time.
    PARTNERSHIP = "partnership"
    #: It was not said in time what is done with what came of a means.
    MEANS = "means"
    #: Something that was promised was not done in time.
    PROMISE = "promise"
    #: What was decided has to be planned, or a part of it was not done in time.
    CARRYING_OUT = "carrying_out"
    #: A resident wrote a statement for a dialogue.
    STATEMENT = "statement"
    #: A meeting does not go on, and what stands on it does not come back by itself. For the clerk too.
    MEETING_CANCELLED = "meeting_cancelled"


#: The kinds that stand on the desk of the council clerk, and on no other.
CLERKS = frozenset({CaseKind.GONE_AT_SOURCE, CaseKind.MEETING_CANCELLED})


class Need(StrEnum):
    """What somebody who takes an outcome must give with it."""

    GROUND = "ground"
    REASONS = "reasons"
    MEETING = "meeting"


class Milestone(StrEnum):
    """What an outcome means, whatever its step is called: the indicators and messages count on these."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    THRESHOLD_REACHED = "threshold_reached"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    PLACED = "placed"
    NOT_PLACED = "not_placed"
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    REJECTED = "rejected"
    #: The body took note of it, decides later, or could not: its meeting does not go on.
    NOTED = "noted"
    DEFERRED = "deferred"
    UNPLACED = "unplaced"
    VOTE_CLOSED = "vote_closed"
    ASSESSED = "assessed"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    MOVED = "moved"
    #: A question to the submitter, and how that ended.
    ASKED = "asked"
    SUPPLEMENTED = "supplemented"
    NOT_SUPPLEMENTED = "not_supplemented"
    #: The neighbourhood council gave its advice, or the term for that passed without any.
    ADVISED = "advised"
    ADVICE_MISSED = "advice_missed"
    #: Whoever has it lets the council decide.
    TO_COUNCIL = "to_council"
    #: Money or a task was given to residents.
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    #: What was agreed about it, how that went, and how it ended.
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    PROGRESSED = "progressed"
    COMPLETED = "completed"
    EVALUATED = "evaluated"
    CONTINUED = "continued"
    STOPPED = "stopped"
    #: How residents accounted for the money, and what came of that.
    ACCOUNTED = "accounted"
    NOT_ACCOUNTED = "not_accounted"
    RETURNED = "returned"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    #: Whether a plan can be done for the money, and whether residents chose it.
    FEASIBLE = "feasible"
    NOT_FEASIBLE = "not_feasible"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    #: A refusal was taken back on appeal.
    REOPENED = "reopened"
    #: It goes on in another plan; both submitters wanted that.
    MERGED = "merged"


class Area(StrEnum):
    """Where somebody must live to count as a valid supporter."""

    MUNICIPALITY = "municipality"
    NEIGHBOURHOOD = "neighbourhood"
    ANYWHERE = "anywhere"


class CountedOn(StrEnum):
    """The day on which residence and age of a supporter are looked at."""

    SIGNING_DAY = "signing_day"
    FILING_DAY = "filing_day"


class BodyKind(StrEnum):
    """Kinds of body that decide or advise."""

    COUNCIL = "council"
    COMMITTEE = "committee"
    COLLEGE = "college"


class Unit(StrEnum):
    """Units of an indicator."""

    COUNT = "count"
    PERCENT = "percent"
    GRADE = "grade"
    DAYS = "days"
    EURO = "euro"
    #: From 0 to 1.
    INDEX = "index"


class Direction(StrEnum):
    """Which way an indicator should go."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Role(StrEnum):
    """What somebody is to the municipality; one person may be several things."""

    RESIDENT = "resident"
    NEIGHBOURHOOD_COUNCIL = "neighbourhood_council"
    OFFICIAL = "official"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"
    #: Of the installation and not of one municipality: given by whoever runs it, never by a municipality.
    OPERATOR = "operator"


class WayKind(StrEnum):
    """By what somebody is known: by who they are, or by an address that they can read the mail of."""

    LOGIN = "login"
    EMAIL = "email"


class WithoutDigiD(StrEnum):
    """What a municipality may leave to people of whom it only knows a mailbox."""

    FOLLOW = "follow"
    DISCUSS = "discuss"
    ATTEND = "attend"


class Rhythm(StrEnum):
    """How often somebody wants mail about plans that others filed."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Because(StrEnum):
    """Why somebody is told of an event; the first that is true of them counts."""

    #: It is their own plan: the answer to what they asked.
    SUBMITTED = "submitted"
    #: It is their work.
    OFFICE = "office"
    #: They signed up for a gathering.
    ATTENDS = "attends"
    FOLLOWS = "follows"
    SIGNED = "signed"
    #: They reported something of it.
    REPORTED = "reported"
    #: They asked a question about it, or reacted to it.
    REMARKED = "remarked"
    #: Somebody replied to what they said in a discussion.
    DISCUSSED = "discussed"
    #: They took part in a way of taking part: what came of it.
    TOOK_PART = "took_part"
    #: It is about their own account.
    ACCOUNT = "account"


#: What nobody can turn off: the answer to what they asked, their work, what they said that they would come to, and their account.
ALWAYS = frozenset(
    {
        Because.SUBMITTED,
        Because.OFFICE,
        Because.ATTENDS,
        Because.REPORTED,
        Because.REMARKED,
        Because.ACCOUNT,
    },
)


class Channel(StrEnum):
    """How something reached us."""

    ONLINE = "online"
    ON_BEHALF = "on_behalf"
    PAPER = "paper"


class Hand(StrEnum):
    """Who typed what is known of somebody, where no provider told it."""

    SELF = "self"
    COUNTER = "counter"
    TELEPHONE = "telephone"
    PAPER = "paper"


class Entered(StrEnum):
    """What was entered for somebody."""

    INITIATIVE = "initiative"
    SIGNATURE = "signature"


class Stance(StrEnum):
    """What a supporter says: a signature is always ``for``, a vote may be either."""

    FOR = "for"
    AGAINST = "against"


class AgeBand(StrEnum):
    """Ages as the log keeps them: coarse enough not to point at a person."""

    UNDER_16 = "under_16"
    FROM_16 = "16_17"
    FROM_18 = "18_29"
    FROM_30 = "30_44"
    FROM_45 = "45_64"
    FROM_65 = "65_plus"
    UNKNOWN = "unknown"


class Keeping(StrEnum):
    """How long something about people is kept: each has a rule that says so, or lasts as long as what it belongs to."""

    #: As long as the account it belongs to; that goes when it was not used for long.
    ACCOUNT = "account"
    SESSION = "session"
    CODE = "code"
    LOGIN_ATTEMPT = "login_attempt"
    KEPT_FORM = "kept_form"
    #: A line of a list on paper, until the list is decided.
    PAPER = "paper"
    DELIVERY = "delivery"
    MESSAGE = "message"
    #: The demonstration's post box.
    POST = "post"
    #: What somebody is still writing, until they send it or for so long go on with it no more.
    DRAFT = "draft"
    #: Who signed up for a gathering: until some time after it.
    SIGN_UP = "sign_up"
    #: Who spoke at a meeting of the council: the same, after that.
    SPEAKER = "speaker"
    #: What somebody reported, until some time after it was decided.
    REPORT = "report"
    #: As long as the plan: it is public, and what was decided on it is too.
    PLAN = "plan"
    #: For good, in a store of its own (`adapters/archive.py`).
    ARCHIVE = "archive"
    #: The log is never shortened; it holds no names and no texts.
    LOG = "log"
    #: What an operator did to the engine.
    OPERATION = "operation"
