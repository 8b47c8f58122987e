"""What messages about subjects of the year's agenda say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import Connection, select, tuple_

from wijkstem.events.year_agenda import ParticipationChosen, YearSubjectChanged
from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.queries.year_agenda import Subject, subjects_by_id
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.year_agenda import RoleChoice, YearSubjectVersion
from wijkstem.words import Because

_version = table_of(YearSubjectVersion)
_role = table_of(RoleChoice)

Told = ParticipationChosen | YearSubjectChanged


@dataclass(frozen=True)
class YearLetter(Addressed):
    """Everything that the templates may use; of a subject as it is now, and what changed then."""

    title: str
    path: str
    #: The role of residents, and the one before it; "" where that did not change.
    level: str
    before: str
    chosen_by: str
    chosen_on: date | None
    #: When it comes before whom, and how far it is.
    body: str
    year: int
    month: int
    held_on: date | None
    moved: bool
    state: str
    reasons: str


def year_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, YearLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.subject_id for one in told}
    subjects = subjects_by_id(connection, municipality_id, ids)
    said = _said(connection, municipality_id, [one.event for one in told])
    return {
        one.asked: YearLetter(
            **one.envelope,
            reasons=said.get(_key(one.event), ""),
            **_facts(one.event, subjects[one.event.subject_id], rules),
        )
        for one in told
    }


def _facts(event: Told, subject: Subject, rules: MunicipalityRules) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "title": subject.title,
        "path": f"/jaaragenda/onderwerp/{subject.id}",
        "body": _body(subject.body_id, rules),
        "year": subject.year,
        "month": subject.council_month,
        "held_on": subject.held_on,
        "state": subject.state.value,
    }
    nothing = {"level": "", "before": "", "chosen_by": "", "chosen_on": None, "moved": False}
    if isinstance(event, YearSubjectChanged):
        return facts | nothing | {"moved": event.moved, "state": event.state}
    chosen = {"level": event.level, "before": event.before or "", "chosen_on": event.chosen_on}
    return facts | nothing | chosen | {"chosen_by": _body(event.chosen_by, rules)}


def _body(body_id: str, rules: MunicipalityRules) -> str:
    body = rules.municipality.body(body_id)
    return body.name if body else ""


def _key(event: Told) -> tuple[str, object, int]:
    if isinstance(event, ParticipationChosen):
        return "role", event.subject_id, event.seq
    return "version", event.subject_id, event.revision


def _said(
    connection: Connection, municipality_id: str, events: Collection[Told]
) -> dict[tuple[str, object, int], str]:
    """The words that went with each: why another role, why another time."""
    roles = [(e.subject_id, e.seq) for e in events if isinstance(e, ParticipationChosen)]
    versions = [(e.subject_id, e.revision) for e in events if isinstance(e, YearSubjectChanged)]
    chosen = select(_role.c.subject_id, _role.c.seq, _role.c.reasons).where(
        _role.c.municipality_id == municipality_id,
        tuple_(_role.c.subject_id, _role.c.seq).in_(roles),
    )
    changed = select(_version.c.subject_id, _version.c.revision, _version.c.news).where(
        _version.c.municipality_id == municipality_id,
        tuple_(_version.c.subject_id, _version.c.revision).in_(versions),
    )
    said: dict[tuple[str, object, int], str] = {}
    for row in connection.execute(chosen):
        said["role", row.subject_id, row.seq] = row.reasons
    for row in connection.execute(changed):
        said["version", row.subject_id, row.revision] = row.news
    return said
