"""Who has a case in hand: taking it, letting go, and what a colleague may do meanwhile."""

from datetime import date, datetime, timedelta
from uuid import UUID

from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.words import Holder

#: How long somebody has a case to themselves after they last did something with it.
CLAIM = timedelta(minutes=30)


#: Who does not work at the municipality: while they have a step, the desk waits with them.
_OUTSIDE = frozenset(
    {Holder.RESIDENTS, Holder.SUBMITTER, Holder.NEIGHBOURHOOD_COUNCIL, Holder.NOBODY}
)
#: So long before the end of their term the desk looks at it again.
_BEFORE = timedelta(weeks=2)


def wakes_on(holder: Holder, due_on: date | None) -> date | None:
    """When the case of a step comes up on the desk; None: at once. Without a term it waits until the step is left."""
    if holder not in _OUTSIDE:
        return None
    return due_on - _BEFORE if due_on else date.max


def in_hand_of_another(
    claimed_by: UUID | None, claimed_until: datetime | None, *, me: UUID | None, now: datetime
) -> bool:
    """Whether a colleague is working on it now; a claim ends by itself."""
    return (
        claimed_by is not None
        and claimed_by != me
        and claimed_until is not None
        and now < claimed_until
    )


def check_free(
    claimed_by: UUID | None, claimed_until: datetime | None, *, me: UUID | None, now: datetime
) -> None:
    """Raises Conflict while a colleague has it in hand."""
    if in_hand_of_another(claimed_by, claimed_until, me=me, now=now):
        raise Conflict(
            "in_hand",
            "Een collega werkt hier nu aan. U kunt de zaak overnemen of later terugkomen.",
        )


def check_open(closed_at: datetime | None) -> None:
    """Raises Conflict for a case that was ended."""
    if closed_at is not None:
        raise Conflict("case_closed", "Deze zaak is al klaar. Een collega was u voor.")


def check_absence(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The first and the last day; raises Invalid for days that are missing, over, or the wrong way round."""
    wrong = {}
    if first is None:
        wrong["first"] = FieldError("no_date", "Vul de eerste dag in.")
    if last is None:
        wrong["last"] = FieldError("no_date", "Vul de laatste dag in.")
    elif last < today:
        wrong["last"] = FieldError("over", "Deze dag is al voorbij.")
    elif first is not None and last < first:
        wrong["last"] = FieldError("before_first", "De laatste dag is voor de eerste dag.")
    if first is None or last is None or wrong:
        raise Invalid(wrong)
    return first, last
