"""What an official looks for often in the queue, kept under a name: a setting and no fact."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.services import Work
from wijkstem.tables.moderation import SavedView

_view = table_of(SavedView)

#: Characters of a view's name and of what is looked for, and views a person.
VIEW_NAME, VIEW_QUERY, MOST_VIEWS = 60, 500, 20


@dataclass(frozen=True)
class SaveView:
    """An official keeps what they look for in the queue under a name; the same name again replaces it."""

    name: str
    query: str


def save_view(command: SaveView, work: Work) -> None:
    """Raises Invalid for a name that is empty or too long, for too many views, and for too much that is looked for."""
    require(may_triage(work.actor))
    name = clean(command.name)
    if error := _name_error(name) or _too_much(name, command.query, work):
        raise Invalid({"naam": error})
    row = {"municipality_id": work.municipality_id, "person_id": work.actor.person_id}
    upsert(
        work.connection, _view, [row | {"name": name, "query": command.query}], replace=["query"]
    )


def _name_error(name: str) -> FieldError | None:
    if name and len(name) <= VIEW_NAME and "\n" not in name and not has_control_characters(name):
        return None
    return FieldError("view_name", "Geef een naam van hoogstens %(most)s tekens.", most=VIEW_NAME)


def _too_much(name: str, query: str, work: Work) -> FieldError | None:
    if len(query) > VIEW_QUERY:
        return FieldError(
            "view_query", "Deze lijst is te lang om te bewaren. Zoek op minder woorden."
        )
    mine = (_view.c.municipality_id == work.municipality_id) & (
        _view.c.person_id == work.actor.person_id
    )
    known = set(work.connection.execute(select(_view.c.name).where(mine)).scalars())
    if name in known or len(known) < MOST_VIEWS:
        return None
    return FieldError("too_many_views", "U hebt al genoeg lijsten bewaard. Gooi er eerst een weg.")


@dataclass(frozen=True)
class DropView:
    """An official throws a view of their own away."""

    name: str


def drop_view(command: DropView, work: Work) -> None:
    require(may_triage(work.actor))
    work.connection.execute(
        delete(_view).where(
            _view.c.municipality_id == work.municipality_id,
            _view.c.person_id == work.actor.person_id,
            _view.c.name == command.name,
        )
    )
