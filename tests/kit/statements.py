"""Statements for the tests of the tenancy guard: what must pass, and what must never run."""

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    lateral,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    tablesample,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import aliased, registry
from sqlalchemy.schema import DropTable

metadata = MetaData()
note = Table(
    "note",
    metadata,
    Column("municipality_id", String, primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("said", String),
    Column("serial", Integer),
    UniqueConstraint("serial"),
)
word = Table(
    "word",
    metadata,
    Column("municipality_id", String, primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("note_id", Integer),
)
shared = Table("shared", metadata, Column("id", Integer, ForeignKey("note.id"), primary_key=True))


class Note:
    """A mapped note, for statements of the ORM."""

    municipality_id: Any
    id: Any
    said: Any

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


registry(metadata=metadata).map_imperatively(Note, note)

n, w = note.c, word.c
other = note.alias("other")
HERE, THERE = "here", "there"
mine = n.municipality_id == HERE
my_word = w.municipality_id == HERE
same = n.municipality_id == w.municipality_id
my_notes = select(n.municipality_id, n.id, n.said).where(mine).subquery()
forged = select(literal(THERE).label("municipality_id"), n.id).where(mine).subquery()


READS: dict[str, Any] = {
    "a table": select(n.said).where(mine),
    "value on the left": select(n.said).where(literal(HERE) == n.municipality_id),
    "two conditions": select(n.said).where(mine, n.id == 1),
    "nested and": select(n.said).where(and_(n.id == 1, and_(mine, n.id > 0))),
    "an alias": select(other.c.said).where(other.c.municipality_id == HERE),
    "a join on the municipality": select(n.said).join(word, same).where(mine),
    "tied from the other end": select(n.said).join(word, same).where(my_word),
    "tied in the on of a join": select(n.said).join(word, and_(same, my_word)),
    "outer join, left side tied": select(n.said).outerjoin(word, same).where(mine),
    "a table joined to itself": (
        select(n.said)
        .join(other, other.c.municipality_id == n.municipality_id)
        .where(other.c.municipality_id == HERE)
    ),
    "a join within a join": (
        select(n.said)
        .select_from(
            note.join(word.join(other, w.municipality_id == other.c.municipality_id), same)
        )
        .where(mine)
    ),
    "a subquery": select(my_notes.c.said),
    "a correlated exists": select(n.said).where(mine, exists().where(same, w.note_id == n.id)),
    "a scalar subquery": select(
        n.said, select(func.count()).where(my_word, w.note_id == n.id).scalar_subquery()
    ).where(mine),
    "in a tied subquery": select(n.said).where(mine, n.id.in_(select(w.note_id).where(my_word))),
    "a union of tied members": union_all(
        select(n.said).where(mine), select(other.c.said).where(other.c.municipality_id == HERE)
    ),
    "a cte": select(select(n.said).where(mine).cte().c.said),
    "a lateral": select(n.said, lateral(select(w.note_id).where(same)).c.note_id).where(mine),
    "or beside the tie": select(n.said).where(mine, or_(n.id == 1, n.id == 2)),
    "a table of nobody": select(shared.c.id),
    "no table": select(func.max(3)),
    "counting": select(func.count()).select_from(note).where(mine),
    "the orm": select(Note).where(Note.municipality_id == HERE),
}

LEAKS: dict[str, Any] = {
    "nothing named": select(n.said),
    "another municipality": select(n.said).where(n.municipality_id == THERE),
    "one right and one wrong": select(n.said).where(mine, n.municipality_id == THERE),
    "or true": select(n.said).where(or_(mine, true())),
    "or something": select(n.said).where(or_(mine, n.id == 1)),
    "or two municipalities": select(n.said).where(or_(mine, n.municipality_id == THERE)),
    "not the others": select(n.said).where(n.municipality_id != THERE),
    "not (mine and one)": select(n.said).where(not_(and_(mine, n.id == 9))),
    "a list": select(n.said).where(n.municipality_id.in_([HERE, THERE])),
    "a list of one": select(n.said).where(n.municipality_id.in_([HERE])),
    "like": select(n.said).where(n.municipality_id.like("%here")),
    "at least": select(n.said).where(n.municipality_id >= HERE),
    "compared among the columns": select(n.said, mine),
    "compared in a case": select(n.said).where(case((mine, 1), else_=1) == 1),
    "compared in having": select(n.said).group_by(n.said).having(func.count() > 0),
    "equal to itself": select(n.said).where(n.municipality_id == n.municipality_id),
    "equal to another column": select(n.said).where(n.municipality_id == n.said),
    "a join on something else": select(n.said).join(word, n.id == w.note_id).where(my_word),
    "a second table that is not tied": select(n.said, w.id).where(mine),
    "an alias beside a tied table": select(other.c.said).select_from(note, other).where(mine),
    "an alias of an alias": select(other.alias().c.said),
    "a sample of the table": select(tablesample(note, 5).c.said),
    "a join within a join, not tied": (
        select(n.said)
        .select_from(note.join(word.join(other, w.id == other.c.id), same))
        .where(mine)
    ),
    "outer join, only the right side tied": (select(n.said).outerjoin(word, and_(same, my_word))),
    "outer join, left side tied in its on": select(n.said).outerjoin(word, and_(same, mine)),
    "full join": select(n.said, w.id).join(word, and_(same, my_word), full=True).where(mine),
    "one member of a union": union_all(select(n.said).where(mine), select(n.said)),
    "a subquery that is not tied": select(select(n.said).subquery().c.said),
    "a cte that is not tied": select(select(n.said).cte().c.said),
    "a recursive cte that is not tied": select(
        (base := select(n.id).cte(recursive=True)).union_all(select(base.c.id + 1)).c.id
    ),
    "a scalar subquery that is not tied": select(
        select(func.max(w.id)).scalar_subquery(), n.said
    ).where(mine),
    "exists over the same table": select(n.said).where(
        mine, exists(select(other.c.id).where(other.c.id == n.id))
    ),
    "not correlated on purpose": select(n.said).where(mine, n.id.in_(select(n.id).correlate(None))),
    "a lateral that is not tied": select(
        n.said, lateral(select(w.id).where(w.note_id == n.id)).c.id
    ).where(mine),
    "a subquery with a forged municipality": (
        select(n.said).join(forged, forged.c.municipality_id == n.municipality_id)
    ),
    "a subquery in order by": select(n.said)
    .where(mine)
    .order_by(select(func.max(w.id)).scalar_subquery()),
    "text": text("SELECT said FROM note WHERE municipality_id = 'here'"),
    "a piece of text in where": select(n.said).where(mine, text("1=1 OR 1=1")),
    "a literal column": select(literal_column("(SELECT max(said) FROM note)")),
    "text in from": select(literal_column("said")).select_from(text("note")),
    "text with columns": text("SELECT said FROM note").columns(n.said),
    "a table without columns": select(column("said")).select_from(table("note", column("said"))),
    "the orm": select(Note),
    "an alias of the orm": select(aliased(Note)),
    "the orm from text": select(Note).from_statement(text("SELECT * FROM note")),
}

WRITES: dict[str, Any] = {
    "insert": insert(note).values(municipality_id=HERE, id=2, said="new"),
    "update": update(note).where(mine).values(said="new"),
    "update of a key": update(note).where(mine).values(municipality_id=HERE),
    "update from a tied table": (
        update(note).where(mine, my_word, n.id == w.note_id).values(said="new")
    ),
    "update to a subquery's value": update(note)
    .where(mine)
    .values(said=select(func.max(w.id)).where(my_word).scalar_subquery()),
    "delete": delete(note).where(mine, n.id == 9),
    "insert from select": insert(word).from_select(
        ["municipality_id", "id", "note_id"], select(n.municipality_id, n.id + 5, n.id).where(mine)
    ),
    "insert from select of a value": insert(word).from_select(
        ["municipality_id", "id"], select(literal(HERE), n.id + 5).where(mine)
    ),
    "upsert": sqlite_insert(note)
    .values(municipality_id=HERE, id=1, said="new")
    .on_conflict_do_update(index_elements=["municipality_id", "id"], set_={"said": "new"}),
    "insert unless there": sqlite_insert(note)
    .values(municipality_id=HERE, id=1, said="new")
    .on_conflict_do_nothing(),
}

STRAYS: dict[str, Any] = {
    "insert elsewhere": insert(note).values(municipality_id=THERE, id=2),
    "insert nowhere": insert(note).values(id=2, municipality_id=None),
    "insert a worked-out municipality": insert(note).values(
        municipality_id=func.replace(bindparam("municipality_id", HERE), "here", THERE), id=2
    ),
    "insert with a stray subquery": insert(note).values(
        municipality_id=HERE, id=2, said=select(func.max(other.c.said)).scalar_subquery()
    ),
    "several at once, one elsewhere": insert(note).values(
        [{"municipality_id": HERE, "id": 2}, {"municipality_id": THERE, "id": 2}]
    ),
    "insert from select, not tied": insert(word).from_select(
        ["municipality_id", "id"], select(n.municipality_id, n.id)
    ),
    "insert from select of another value": insert(word).from_select(
        ["municipality_id", "id"],
        select(literal(THERE), n.id).where(n.municipality_id == bindparam("municipality_id", HERE)),
    ),
    "insert from select of another column": insert(word).from_select(
        ["municipality_id", "id"], select(n.said, n.id).where(mine)
    ),
    "insert from select without one": insert(word).from_select(["id"], select(n.id).where(mine)),
    "upsert on another key": sqlite_insert(note)
    .values(municipality_id=HERE, id=2, serial=1)
    .on_conflict_do_update(index_elements=["serial"], set_={"said": "new"}),
    "upsert to another municipality": sqlite_insert(note)
    .values(municipality_id=HERE, id=1)
    .on_conflict_do_update(
        index_elements=["municipality_id", "id"], set_={"municipality_id": THERE}
    ),
    "update of everything": update(note).values(said="new"),
    "update elsewhere": update(note).where(n.municipality_id == THERE).values(said="new"),
    "update or": update(note).where(or_(mine, n.id == 1)).values(said="new"),
    "update moves a row away": update(note).where(mine).values(municipality_id=THERE),
    "update works a municipality out": (
        update(note).where(mine).values(municipality_id=func.lower(n.said))
    ),
    "update from a table that is not tied": (
        update(note).where(mine, n.id == w.note_id).values(said="new")
    ),
    "update to a stray subquery's value": update(note)
    .where(mine)
    .values(said=select(func.max(other.c.said)).scalar_subquery()),
    "update where a stray subquery": update(note)
    .where(mine, n.id.in_(select(w.note_id)))
    .values(said="new"),
    "delete of everything": delete(note),
    "delete elsewhere": delete(note).where(n.municipality_id == THERE),
    "delete by something else": delete(note).where(n.id == 1),
    "delete where a stray subquery": delete(note).where(mine, exists().where(w.note_id == n.id)),
    "delete in a cte": select(delete(note).returning(n.id).cte().c.id),
    "a change of the schema": DropTable(note),
}
