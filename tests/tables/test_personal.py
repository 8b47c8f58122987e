"""Every table says what it knows about people: one that was forgotten fails here, and so does a text that nobody named."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from sqlalchemy import Column, String, Table, Uuid
from sqlalchemy.types import LargeBinary
from sqlmodel import AutoString

from wijkstem import tables
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import metadata
from wijkstem.projections import consumers
from wijkstem.tables.personal import DECLARED, Erasing, Impersonal, Personal
from wijkstem.web.personal_words import COLUMNS, KEPT, TABLES

for found in iter_modules(tables.__path__):
    import_module(f"{tables.__name__}.{found.name}")

#: How columns are called that hold whose something is.
WHOSE = ("person_id", "submitter_id", "recipient_id", "owner_id", "author_id", "official_id")
ENDINGS = ("_by", "_person_id", "_official_id")


def is_whose(column: "Column[object]") -> bool:
    to_people = any(key.column.table.name == "person" for key in column.foreign_keys)
    named = column.name in WHOSE or column.name.endswith(ENDINGS)
    return column.name != "municipality_id" and (
        to_people or (named and isinstance(column.type, String | AutoString | Uuid))
    )


def is_text(column: "Column[object]") -> bool:
    """What somebody's words, or what was made of them, could stand in."""
    if column.name in {"municipality_id", "neighbourhood_code"}:
        return False
    text = isinstance(column.type, String | AutoString | LargeBinary)
    return text and not isinstance(column.type, Coded)


def forgotten(table: Table, declared: dict[str, Personal | Impersonal]) -> list[str]:
    """What the declarations do not say of a table."""
    one = declared.get(table.name)
    if one is None:
        return [table.name]
    if isinstance(one, Impersonal):
        # What projections fold comes from events, which can hold no text.
        texts = set[str]() if table.name in FOLDED else {c.name for c in table.c if is_text(c)}
        unnamed = texts - one.texts - {"sealed", "browser_hash", "state_hash", "hash"}
        return [f"{table.name}.{name}" for name in sorted(unnamed)] + [
            f"{table.name}.{column.name}: whose?" for column in table.c if is_whose(column)
        ]
    known = {*one.by, *([one.through.column] if one.through else [])}
    missing = known - set(table.c.keys())
    return [f"{table.name}.{name}: is not there" for name in sorted(missing)] + [
        f"{table.name}.{column.name}: whose?"
        for column in table.c
        if is_whose(column) and column.name not in known and table.name not in SPECIAL
    ]


#: Tables that only events fill.
FOLDED = {t.name for p in consumers.PROJECTIONS for t in p.tables}
#: Whose rows are found in another way (`queries/personal.py`).
SPECIAL = {"passed_over"}


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_table_says_what_it_knows_about_people(name: str) -> None:
    assert forgotten(metadata.tables[name], DECLARED) == []


def test_nothing_is_declared_that_is_not_there() -> None:
    assert DECLARED.keys() <= metadata.tables.keys()


def test_what_was_forgotten_is_found() -> None:
    signature = metadata.tables["signature"]
    postbox = metadata.tables["postbox_message"]
    assert forgotten(signature, {}) == ["signature"]
    assert forgotten(postbox, {"postbox_message": Impersonal("a box")}) == [
        "postbox_message.body",
        "postbox_message.message_id",
        "postbox_message.subject",
        "postbox_message.recipient_id: whose?",
    ]
    assert forgotten(signature, {"signature": Personal(KEPT_AS, Erasing.LINK, ("whom",))}) == [
        "signature.whom: is not there",
        "signature.person_id: whose?",
    ]


KEPT_AS = next(iter(KEPT))


@pytest.mark.parametrize("name", sorted(n for n, d in DECLARED.items() if isinstance(d, Personal)))
def test_every_column_that_people_see_has_a_name(name: str) -> None:
    one = DECLARED[name]
    assert isinstance(one, Personal)
    shown = set(metadata.tables[name].c.keys()) - set(one.hidden) - {"municipality_id"}
    assert name in TABLES
    assert one.kept in KEPT
    assert shown - COLUMNS.keys() == set()
