"""How much is measured: the sizes that the figures are about, and small ones that prove that it works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The sizes of one run."""

    #: Initiatives in the list.
    initiatives: int
    #: Of these, how many have a long past; each page is asked for once before the server starts afresh.
    told: int
    #: Signatures and lines of the timeline of each of those.
    signatures: int
    lines: int
    #: People who are logged in and can sign.
    people: int
    #: Signatures in one repetition.
    signing: int
    #: Requests for lists in one repetition.
    lists: int
    repetitions: int
    #: Seconds that a repetition lasts where it is not a number of requests.
    seconds: float
    #: Events for the projections one by one.
    events: int
    #: Signatures as a town grows, the last two of them also for the rebuild.
    grown: tuple[int, ...]
    #: Lists, pages and signatures in a turn of those measurements.
    turn: int
    #: Municipalities as an installation grows.
    municipalities: tuple[int, ...]
    #: Signatures that are waited for until an indicator shows them.
    awaited: int
    #: Requests a second of the rush.
    rush: int
    #: People who get a digest.
    readers: int
    #: Voters on a night, besides the crowd at the close.
    voters: int
    #: Events behind the indicators; `LONG=1` takes 25 times as many.
    steered: int
    #: Web processes on PostgreSQL.
    webs: int


FULL = Scale(
    initiatives=10_000,
    told=500,
    signatures=200,
    lines=50,
    people=12_000,
    signing=3_000,
    lists=600,
    repetitions=5,
    seconds=2.0,
    events=20_000,
    grown=(1_000, 100_000, 1_000_000),
    turn=150,
    municipalities=(1, 5, 342),
    awaited=200,
    rush=2_000,
    readers=50_000,
    voters=20_000,
    steered=40_000,
    webs=2,
)

#: For the test that every part works: no figure of it means anything.
QUICK = Scale(
    initiatives=60,
    told=3,
    signatures=5,
    lines=6,
    people=400,
    signing=40,
    lists=12,
    repetitions=1,
    seconds=0.2,
    events=1_000,
    grown=(20, 200),
    turn=4,
    municipalities=(1, 3),
    awaited=5,
    rush=100,
    readers=500,
    voters=80,
    steered=400,
    webs=1,
)
