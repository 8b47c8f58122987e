"""What figures from outside can be: the kinds of files that officials bring in, and what their lines say."""

from enum import StrEnum


class SourceKind(StrEnum):
    """What a file is about; each kind has columns of its own."""

    OBSERVATIONS = "observations"
    INHABITANTS = "inhabitants"
    FEEDBACK = "feedback"
    GRIEVANCES = "grievances"


class FileState(StrEnum):
    """How far a file is. Only of one that is taken do the figures count."""

    READING = "reading"
    READ = "read"
    TAKING = "taking"
    TAKEN = "taken"
    UNDONE = "undone"


class Note(StrEnum):
    """What is not wrong in a file, and should be looked at."""

    COMMA = "comma"
    POINT = "point"
    NO_SAMPLE = "no_sample"
    NO_YEAR = "no_year"
    NO_URL = "no_url"
    FORMER_CODES = "former_codes"


class Standing(StrEnum):
    """A line beside what counts already about the same thing."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


class FigureKind(StrEnum):
    """What a figure of an indicator is: where it began, what is wanted, what it is, or what others have."""

    BASELINE = "baseline"
    TARGET = "target"
    AMBITION = "ambition"
    REALISATION = "realisation"
    BENCHMARK = "benchmark"


class FeedbackChannel(StrEnum):
    """Where somebody said how it went."""

    COUNTER = "counter"
    SITE = "site"
    PHONE = "phone"
    EMAIL = "email"


class GrievanceKind(StrEnum):
    """Awb chapter 9 (a complaint), 7 (an objection) and 8 (an appeal to a court)."""

    COMPLAINT = "complaint"
    OBJECTION = "objection"
    APPEAL = "appeal"


class GrievanceOutcome(StrEnum):
    """What became of it."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"
    INADMISSIBLE = "inadmissible"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


class Renumbered(StrEnum):
    """What became of a neighbourhood's code."""

    #: The same place under another code.
    CODE = "code"
    #: The same place and code, with another name.
    NAME = "name"
    SPLIT = "split"
    #: Part of another neighbourhood now.
    JOINED = "joined"
    UNKNOWN = "unknown"


class UseOf(StrEnum):
    """What is counted of the use of the site."""

    PAGE = "page"
    #: A form that was sent, and accepted.
    SENT = "sent"
    SEARCH = "search"
    SEARCH_EMPTY = "search_empty"
