"""Expand, migrate, contract: what the last release's code uses is still there, and asks for nothing new.

The last release's processes run beside the migrated database until they are replaced. What goes away is named by
its migration (``contract = ("table", "other_table.column")``), and the last release must not have known it.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import to_tuple
from sqlalchemy import inspect, text

from tests.upgrade.last_release import LastRelease, last_release
from wijkstem.kit.db import make_engine
from wijkstem.settings import ROOT

VERSIONS = "migrations/versions"

#: Prints the tables and columns that the old code knows.
KNOWN = """
import importlib, json, pkgutil
import wijkstem.projections, wijkstem.tables
from wijkstem.kit.rows import metadata
for package in (wijkstem.projections, wijkstem.tables):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
names = [name for name in metadata.tables]
names += [f"{t.name}.{c.name}" for t in metadata.tables.values() for c in t.columns]
print(json.dumps(names))
"""


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout


def released() -> list[str]:
    """The migrations of the last release."""
    listed = _git("ls-tree", "--name-only", last_release(), f"{VERSIONS}/")
    return [line for line in listed.splitlines() if line.endswith(".py")]


def head_then(scripts: ScriptDirectory) -> str:
    """The newest of those."""
    files = {Path(name).name for name in released()}
    old = [one for one in scripts.walk_revisions() if Path(one.path).name in files]
    # One that joins two follows both.
    followed = {before for one in old for before in to_tuple(one.down_revision, default=())}
    [head] = [one.revision for one in old if one.revision not in followed]
    return head


def contracted(scripts: ScriptDirectory) -> set[str]:
    """What the migrations since then say goes away."""
    new = scripts.iterate_revisions("head", head_then(scripts))
    return {name for one in new for name in getattr(one.module, "contract", ())}


def shape(url: str) -> dict[str, Any]:
    """Every table with its columns, and the constraints that whoever writes must keep."""
    engine = make_engine(url)
    found = inspect(engine)
    tables = {
        name: {
            "columns": {column["name"]: column for column in found.get_columns(name)},
            "unique": {tuple(one["column_names"]) for one in found.get_unique_constraints(name)},
            "foreign": {tuple(one["constrained_columns"]) for one in found.get_foreign_keys(name)},
        }
        for name in found.get_table_names()
    }
    engine.dispose()
    return tables


def broken(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What the old code would miss, or be refused."""
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            yield name
            continue
        yield from _columns(name, old["columns"], new["columns"])
        for kind in ("unique", "foreign"):
            yield from (f"{name}: {kind} {one}" for one in sorted(new[kind] - old[kind]))


def _columns(table: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            yield f"{table}.{name}"
        elif str(new["type"]) != str(old["type"]):
            yield f"{table}.{name}: {old['type']} became {new['type']}"
        elif old["nullable"] and not new["nullable"]:
            yield f"{table}.{name}: must be filled now"
    for name in after.keys() - before.keys():
        if not after[name]["nullable"] and after[name]["default"] is None:
            yield f"{table}.{name}: must be filled, by code that does not know it"


@pytest.fixture(scope="module")
def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(ROOT / "migrations"))


def migrated(url: str, revision: str) -> dict[str, Any]:
    config = Config(toml_file=ROOT / "pyproject.toml")
    engine = make_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    return shape(url)


def test_there_is_one_newest_migration(scripts: ScriptDirectory) -> None:
    assert len(scripts.get_heads()) == 1


def test_a_released_migration_is_never_edited() -> None:
    edited = [
        name
        for name in released()
        if not (ROOT / name).is_file()
        or _git("show", f"{last_release()}:{name}") != (ROOT / name).read_text()
    ]
    assert edited == []


def test_the_last_release_finds_what_it_uses(
    scripts: ScriptDirectory, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = f"sqlite:///{tmp_path / 'schema.db'}"
    before, after = migrated(url, head_then(scripts)), migrated(url, "head")
    gone = contracted(scripts)
    assert [one for one in broken(before, after) if one not in gone] == []
    if gone:
        old = LastRelease(tmp_path_factory.mktemp("last-release"))
        known = set(json.loads(old.run({}, KNOWN)))
        assert gone & known == set()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DROP TABLE a", ["a"]),
        ("ALTER TABLE a DROP COLUMN name", ["a.name"]),
        ("ALTER TABLE a RENAME COLUMN name TO title", ["a.name"]),
        ("ALTER TABLE a ADD COLUMN more TEXT", []),
        ("ALTER TABLE a ADD COLUMN more TEXT NOT NULL DEFAULT ''", []),
        ("CREATE TABLE b (id INTEGER PRIMARY KEY, name TEXT NOT NULL)", []),
    ],
)
def test_what_is_broken_is_found(tmp_path: Path, change: str, said: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'schema.db'}"
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT)"))
    before = shape(url)
    with engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()
    assert list(broken(before, shape(url))) == said


def test_what_must_be_filled_is_found() -> None:
    column = {"type": "TEXT", "nullable": True, "default": None}
    table = {"columns": {"name": column}, "unique": set(), "foreign": set()}
    filled = {
        "columns": {"name": column | {"nullable": False}, "new": column | {"nullable": False}}
    }
    assert list(broken({"a": table}, {"a": table | filled | {"unique": {("name",)}}})) == [
        "a.name: must be filled now",
        "a.new: must be filled, by code that does not know it",
        "a: unique ('name',)",
    ]
