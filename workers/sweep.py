"""One look of the clock over all municipalities: whatever call was lost is made again."""

from wijkstem.adapters.wake import Task
from wijkstem.kit.clock import local_date
from wijkstem.queries.council_source import municipalities_with_sources
from wijkstem.queries.dialogue import municipalities_with_dialogues
from wijkstem.queries.draws import municipalities_with_late_answers
from wijkstem.queries.means_sweep import (
    municipalities_with_means_to_close,
    municipalities_with_means_to_tell_of,
)
from wijkstem.queries.outcomes import municipalities_with_outcomes_to_print
from wijkstem.queries.sweep import (
    municipalities_behind,
    municipalities_with_advice_to_look_at,
    municipalities_with_bulk,
    municipalities_with_deliveries,
    municipalities_with_digests,
    municipalities_with_due_heads,
    municipalities_with_late_promises,
    municipalities_with_late_reviews,
    municipalities_with_loose_files,
    municipalities_with_missed_meetings,
    municipalities_with_near_gatherings,
    municipalities_with_near_speakers,
    municipalities_with_old_drafts,
    municipalities_with_passed_terms,
    municipalities_with_unanswered_merges,
    municipalities_with_votes_to_count,
)
from wijkstem.queries.work_sweep import municipalities_with_work_to_look_at
from wijkstem.queries.year_reports import municipalities_with_prints
from wijkstem.services import Services


def sweep(services: Services, consumers: tuple[str, ...]) -> None:
    """Call the workers wherever there is work."""
    now = services.clock.now()
    with services.reading_everywhere() as connection:
        calls = {
            Task.RELAY: municipalities_behind(connection, consumers, now),
            Task.DELIVER: municipalities_with_deliveries(connection, now),
            Task.TERMS: [
                *municipalities_with_passed_terms(connection, local_date(now)),
                *municipalities_with_advice_to_look_at(connection, local_date(now)),
                *municipalities_with_unanswered_merges(connection, local_date(now)),
                *municipalities_with_missed_meetings(connection, local_date(now)),
            ],
            Task.BULK: municipalities_with_bulk(connection, now),
            Task.DIGESTS: municipalities_with_digests(connection, now),
            Task.HEADS: municipalities_with_due_heads(connection, now),
            Task.COUNT: municipalities_with_votes_to_count(connection, now),
            Task.SOURCE: municipalities_with_sources(
                connection, [*services.settings.council_sources], now
            ),
            Task.PRINT: [
                *municipalities_with_prints(connection, now),
                *municipalities_with_outcomes_to_print(connection, now),
            ]
            if services.files
            else [],
            Task.DIALOGUE: municipalities_with_dialogues(connection, now),
            Task.REMIND: [
                *municipalities_with_means_to_close(connection, now),
                *municipalities_with_means_to_tell_of(connection, now),
                *municipalities_with_near_gatherings(connection, now),
                *municipalities_with_late_answers(connection, local_date(now)),
                *municipalities_with_late_promises(connection, local_date(now)),
                *municipalities_with_late_reviews(connection, local_date(now)),
                *municipalities_with_near_speakers(connection, now),
                *municipalities_with_work_to_look_at(connection, local_date(now)),
            ],
            Task.TIDY: [
                *municipalities_with_old_drafts(connection, local_date(now)),
                *municipalities_with_loose_files(connection, now),
            ],
        }
    for task, municipalities in calls.items():
        for municipality_id in municipalities:
            services.wake.ring(municipality_id, task)
