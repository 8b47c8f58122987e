"""Who acts, and what is known of them that rules ask for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkstem.words import AgeBand, Role


@dataclass(frozen=True)
class Actor:
    """Who asks for something: a person with roles, or the system itself."""

    person_id: UUID | None
    roles: frozenset[Role] = frozenset()
    #: Neighbourhoods whose council this person is a member of.
    council_of: frozenset[str] = frozenset()
    #: The municipality that holds this person's account; an operator acts in others as well.
    home: str | None = None
    #: Whether it is known who this is; who came in by e-mail alone showed a mailbox and no more.
    strong: bool = True


#: A worker, the clock, or an operator at the command line.
SYSTEM = Actor(person_id=None, roles=frozenset({Role.ADMINISTRATOR, Role.OPERATOR}))
#: Somebody who did not log in.
ANYONE = Actor(person_id=None)

_BANDS = (
    (16, AgeBand.UNDER_16),
    (18, AgeBand.FROM_16),
    (30, AgeBand.FROM_18),
    (45, AgeBand.FROM_30),
    (65, AgeBand.FROM_45),
)


def age_on(birth_date: date, day: date) -> int:
    """Whole years on ``day``. Somebody born on 29 February has a birthday on 1 March in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def age_band(birth_date: date | None, day: date) -> AgeBand:
    """The band that the log keeps instead of an age."""
    if birth_date is None:
        return AgeBand.UNKNOWN
    age = age_on(birth_date, day)
    return next((band for limit, band in _BANDS if age < limit), AgeBand.FROM_65)
