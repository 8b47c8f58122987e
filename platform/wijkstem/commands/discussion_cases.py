"""What the desk should look at in a discussion: words that look like advertising or hold personal data, and floods."""

from uuid import UUID

from wijkstem.commands.moderation import open_case
from wijkstem.domain.discussion import Pace, on_the_edge
from wijkstem.domain.personal_data import personal_data
from wijkstem.domain.reports import last_day
from wijkstem.domain.spam import noticed
from wijkstem.services import Work
from wijkstem.words import CaseKind, Target
from wijkstem.words.discussion import Brake


def look_at(contribution_id: UUID, means_id: UUID, words: str, pace: Pace, work: Work) -> None:
    """Cases for a new contribution. The last one before a brake opens one, so that nobody is held back unseen."""
    brake = on_the_edge(work.rules.municipality.discussion, pace)
    if brake is Brake.NEWCOMERS:
        # One an hour, however many come: they are one flood.
        _open(CaseKind.SPAM, f"flood:{means_id}:{work.now:%Y%m%d%H}", contribution_id, work)
    elif brake is not None:
        _open(CaseKind.SPAM, f"flood:{contribution_id}", contribution_id, work)
    look_at_words(contribution_id, words, work)


def look_at_words(contribution_id: UUID, words: str, work: Work) -> None:
    """Cases for what the words show; of each kind one, while nobody decided on it."""
    if personal_data(words):
        kind = CaseKind.PERSONAL_DATA
        _open(kind, f"{kind}:{contribution_id}", contribution_id, work)
    if noticed(words):
        _open(CaseKind.SPAM, f"{CaseKind.SPAM}:{contribution_id}", contribution_id, work)


def _open(kind: CaseKind, cause: str, contribution_id: UUID, work: Work) -> None:
    rules = work.rules.municipality
    open_case(
        kind,
        cause,
        work,
        due_on=last_day(rules.moderation.answer_report, work.today, rules),
        target=Target.CONTRIBUTION,
        target_id=contribution_id,
    )
