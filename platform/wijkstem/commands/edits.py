"""A change of what is public already: what stood there before is kept until an official has looked at it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete

from wijkstem.commands.moderation import open_case, open_case_about
from wijkstem.domain.personal_data import personal_data
from wijkstem.domain.reports import last_day
from wijkstem.domain.spam import noticed
from wijkstem.kit.db import insert_rows_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.reports import EarlierText
from wijkstem.words import CaseKind, Target

_earlier = table_of(EarlierText)


def keep_earlier(
    initiative: Initiative, before: Mapping[str, str], now: Mapping[str, str], work: Work
) -> None:
    """A case about the change of a public plan, whose revision is the new one; its title stands with the texts.

    While nobody has looked at a change, the next one belongs to the same case: what counts is what was public before.
    """
    if open_case_about(CaseKind.EDIT, initiative.id, initiative.id, work) is None:
        rows = [
            {
                "municipality_id": work.municipality_id,
                "initiative_id": initiative.id,
                "revision": initiative.revision - 1,
                "field": name,
                "text": text,
            }
            for name, text in before.items()
        ]
        forget_earlier(initiative.id, work)
        insert_rows_new(work.connection, _earlier, rows)
        _open(CaseKind.EDIT, initiative, work)
    added = [text for name, text in now.items() if text != before.get(name)]
    if any(personal_data(text) for text in added):
        _open(CaseKind.PERSONAL_DATA, initiative, work)
    if any(noticed(text) for text in added):
        _open(CaseKind.SPAM, initiative, work)


def _open(kind: CaseKind, initiative: Initiative, work: Work) -> None:
    if open_case_about(kind, initiative.id, initiative.id, work) is not None:
        return
    rules = work.rules.municipality
    open_case(
        kind,
        f"{kind}:{initiative.id}:{initiative.revision}",
        work,
        initiative_id=initiative.id,
        due_on=last_day(rules.moderation.answer_report, work.today, rules),
        target=Target.PLAN,
        target_id=initiative.id,
    )


def forget_earlier(initiative_id: UUID, work: Work) -> None:
    """An official has looked at the change, or the words had to go."""
    work.connection.execute(
        delete(_earlier).where(
            _earlier.c.municipality_id == work.municipality_id,
            _earlier.c.initiative_id == initiative_id,
        )
    )
