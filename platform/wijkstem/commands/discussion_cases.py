"""What the desk should look at of what residents say: words that look like advertising or hold personal data, and floods."""

from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.moderation import close_cases, open_case
from wijkstem.domain.discussion import Pace, on_the_edge
from wijkstem.domain.personal_data import personal_data
from wijkstem.domain.reports import last_day
from wijkstem.domain.spam import noticed
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.moderation import Case, open_cases
from wijkstem.words import CaseKind, Target, Verdict
from wijkstem.words.discussion import Brake

_case = table_of(Case)

#: What is looked at: its kind and its id.
_Said = tuple[Target, UUID]


def look_at(contribution_id: UUID, means_id: UUID, words: str, pace: Pace, work: Work) -> None:
    """Cases for a new contribution. The last one before a brake opens one, so that nobody is held back unseen."""
    target = (Target.CONTRIBUTION, contribution_id)
    brake = on_the_edge(work.rules.municipality.discussion, pace)
    if brake is Brake.NEWCOMERS:
        # One an hour, however many come: they are one flood.
        _open(CaseKind.SPAM, f"flood:{means_id}:{work.now:%Y%m%d%H}", target, work)
    elif brake is not None:
        _open(CaseKind.SPAM, f"flood:{contribution_id}", target, work)
    look_at_words(target, words, work)


def look_at_words(it: _Said, words: str, work: Work) -> None:
    """Cases for what the words show; of each kind one, while nobody decided on it."""
    if personal_data(words):
        kind = CaseKind.PERSONAL_DATA
        _open(kind, f"{kind}:{it[1]}", it, work)
    if noticed(words):
        _open(CaseKind.SPAM, f"{CaseKind.SPAM}:{it[1]}", it, work)


def _open(kind: CaseKind, cause: str, it: _Said, work: Work) -> None:
    rules = work.rules.municipality
    open_case(
        kind,
        cause,
        work,
        due_on=last_day(rules.moderation.answer_report, work.today, rules),
        target=it[0],
        target_id=it[1],
    )


def end_cases(said_id: UUID, work: Work) -> None:
    """Who said it took it back: there is nothing left to judge. It is locked."""
    found = select(_case.c.cause).where(
        _case.c.municipality_id == work.municipality_id,
        _case.c.target_id == said_id,
        open_cases(_case),
    )
    close_cases(work.connection.scalars(found).all(), Verdict.DONE.value, work)
