"""Gatherings and meetings with speakers that are tomorrow, promises that are late, what is carried out, and means: that
close, close soon, or of which it was not said in time what is done with them.

Each is said by a command of its own, so one that fails stops no other.
"""

from collections.abc import Callable

from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.carrying_out import PassPlanning
from wijkstem.commands.draw_answers import PassAnswers
from wijkstem.commands.gatherings import RemindOfGathering
from wijkstem.commands.means_reminders import PassAccount, RemindOfMeans
from wijkstem.commands.partnerships import PassReview
from wijkstem.commands.promises import PassPromise
from wijkstem.commands.speaking import RemindSpeakers
from wijkstem.commands.work_parts import PassWorkPart, RemindOfWorkPart
from wijkstem.kit.clock import local_date
from wijkstem.queries.draws import groups_with_late_answers
from wijkstem.queries.means_sweep import late_accounts, means_to_close, near_means
from wijkstem.queries.sweep import late_promises, late_reviews, near_gatherings, near_speakers
from wijkstem.queries.work_sweep import late_parts, late_plannings, near_parts
from wijkstem.services import Services
from workers.by_themselves import each_by_itself
from workers.stopping import never

Reminder = (
    CloseMeans
    | RemindOfMeans
    | PassAccount
    | RemindOfGathering
    | RemindSpeakers
    | PassAnswers
    | PassPromise
    | PassReview
    | PassPlanning
    | PassWorkPart
    | RemindOfWorkPart
)


def remind(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Say it of each of them, until a stop is asked; gives of how many."""
    now = services.clock.now()
    today = local_date(now)
    with services.reading(municipality_id) as connection:
        commands: list[Reminder] = [
            *map(CloseMeans, means_to_close(connection, municipality_id, now)),
            *map(RemindOfMeans, near_means(connection, municipality_id, now)),
            *map(PassAccount, late_accounts(connection, municipality_id, today)),
            *map(RemindOfGathering, near_gatherings(connection, municipality_id, now)),
            *map(RemindSpeakers, near_speakers(connection, municipality_id, now)),
            *map(PassAnswers, groups_with_late_answers(connection, municipality_id, today)),
            *map(PassPromise, late_promises(connection, municipality_id, today)),
            *map(PassReview, late_reviews(connection, municipality_id, today)),
            *map(PassPlanning, late_plannings(connection, municipality_id, today)),
            *map(PassWorkPart, late_parts(connection, municipality_id, today)),
            *map(RemindOfWorkPart, near_parts(connection, municipality_id, today)),
        ]
    return each_by_itself(
        services, municipality_id, commands, refused="no reminder", stopping=stopping
    )
