"""Terms whose last day is over: each is passed by a command of its own, so one that fails stops no other."""

from collections.abc import Callable

from wijkstem.commands.answering import LookAtAdvice
from wijkstem.commands.foreseeing import ForeseeMeeting
from wijkstem.commands.merging import PassMerge
from wijkstem.commands.terms import PassTerm
from wijkstem.kit.clock import local_date
from wijkstem.queries.sweep import (
    advice_to_look_at,
    missed_meetings,
    passed_terms,
    unanswered_merges,
)
from wijkstem.services import Services
from workers.by_themselves import each_by_itself
from workers.stopping import never

#: What is over by itself.
Due = PassTerm | LookAtAdvice | PassMerge | ForeseeMeeting


def pass_terms(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Pass every term that is over, until a stop is asked; gives how many were. Advice, proposals and meetings are among them."""
    today = local_date(services.clock.now())
    with services.reading(municipality_id) as connection:
        over = passed_terms(connection, municipality_id, today)
        advices = advice_to_look_at(connection, municipality_id, today)
        merges = unanswered_merges(connection, municipality_id, today)
        missed = missed_meetings(connection, municipality_id, today)
    due: list[Due] = [
        *(PassTerm(term.initiative_id, term.step_seq) for term in over),
        *map(LookAtAdvice, advices),
        *map(PassMerge, merges),
        *map(ForeseeMeeting, missed),
    ]
    return each_by_itself(
        services, municipality_id, due, refused="term not passed", stopping=stopping
    )
