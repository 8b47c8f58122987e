"""Officials with the same figures at the same moment: real threads on a real PostgreSQL."""

from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.commands.test_sources import counting, lines, read, taken
from tests.journeys.test_at_once import MANY, apart, at_once, kinds, problems
from tests.support.world import World
from wijkstem.commands.reading_sources import BeginFile, ReadLines
from wijkstem.commands.sources import DropFile, TakeFile, UndoFile
from wijkstem.events.sources import FileTaken, FileUndone
from wijkstem.tables.sources import SourceFile, SourceLine
from wijkstem.words.sources import FileState, SourceKind


def test_file_that_many_take_at_once_counts_once(postgres_world: World) -> None:
    world = postgres_world
    file, official = read(world, "44"), world.official
    ended = at_once([lambda: apart(world, TakeFile(file), official)] * MANY)

    assert kinds(ended) == {"done": 1, "file_not_read": MANY - 1}
    assert len(world.events(FileTaken)) == 1
    assert counting(world) == [(2025, "44", False)]


def files_with_one_figure(world: World) -> tuple[dict[str, int], int]:
    files, official = [read(world, "44") for _ in range(MANY)], world.official
    ended = at_once([partial(apart, world, TakeFile(file), official) for file in files])
    return dict(kinds(ended)), len(world.rows(SourceFile, state=FileState.TAKEN))


def test_same_figures_in_many_files_count_once(postgres_world: World) -> None:
    ended, counted = files_with_one_figure(postgres_world)

    assert (ended["done"], counted) == (1, 1)
    assert ended.keys() <= {"done", "figures_changed"}
    assert problems(postgres_world) == []


def test_files_that_differ_have_a_place_each(postgres_world: World) -> None:
    """The second finds that something changed, and looks again: nobody's figure goes unseen under another's."""
    world, official = postgres_world, postgres_world.official
    files = [read(world, str(value)) for value in range(MANY)]
    ended = at_once([partial(apart, world, TakeFile(file, True), official) for file in files])

    assert kinds(ended) == {"done": 1, "figures_changed": MANY - 1}


def test_without_its_key_a_file_counts_twice(postgres_world: World) -> None:
    """The key alone keeps it: what stands in the table can be made to count twice only when the key is gone."""
    world = postgres_world
    read(world, "44")
    taken(world, "44")
    second = text("UPDATE source_file SET state = 'taken', place = 9 WHERE place IS NULL")
    with pytest.raises(IntegrityError), world.services.connection("*") as connection:
        connection.execution_options(municipality="*").execute(second)
    with world.services.connection("*") as connection:
        everywhere = connection.execution_options(municipality="*")
        everywhere.execute(text("DROP INDEX uq_source_file_taken"))
        assert everywhere.execute(second).rowcount == 1


def test_file_that_many_take_back_is_taken_back_once(postgres_world: World) -> None:
    world = postgres_world
    file, official = taken(world, "44"), world.official
    ended = at_once([lambda: apart(world, UndoFile(file), official)] * MANY)

    assert kinds(ended) == {"done": 1, "file_not_taken": MANY - 1}
    assert len(world.events(FileUndone)) == 1


def test_lines_that_are_sent_twice_at_once_stand_once(postgres_world: World) -> None:
    world, official = postgres_world, postgres_world.official
    file: UUID = world.execute(BeginFile(SourceKind.OBSERVATIONS), official)
    at_once([lambda: apart(world, ReadLines(file, lines("1", "2", "3")), official)] * MANY)

    assert len(world.rows(SourceLine)) == 3
    [row] = world.rows(SourceFile)
    assert (row["lines"], row["faults"]) == (3, 0)


def test_file_that_is_dropped_while_it_is_taken_counts_or_is_gone(postgres_world: World) -> None:
    world, official = postgres_world, postgres_world.official
    for value in range(5):
        file = read(world, str(value))
        ended = at_once(
            [
                partial(apart, world, TakeFile(file, True), official),
                partial(apart, world, DropFile(file), official),
            ]
        )
        left = world.rows(SourceFile, id=file)
        assert kinds(ended)["done"] == 1
        assert [row["state"] for row in left] in ([], [FileState.TAKEN])
