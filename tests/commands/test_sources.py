"""Files with figures: read in parts, compared with what counts, taken in as a whole, and taken back."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from tests.support.world import HERE, World
from wijkstem.commands import source_rows, sources
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.reading_sources import BeginFile, CompareLines, FinishReading, ReadLines
from wijkstem.commands.sources import DropFile, TakeFile, TakeMore, UndoFile
from wijkstem.domain.observations import ObservationLine
from wijkstem.domain.sources import Document, Fault, Numbered
from wijkstem.errors import Conflict, FieldError, NotAllowed, NotFound, RuleBroken
from wijkstem.kit.canonical import sha256
from wijkstem.queries.observations import Observed, observations
from wijkstem.tables.sources import SourceFault, SourceFile, SourceLine
from wijkstem.words import Role
from wijkstem.words.sources import FigureKind, FileState, SourceKind

SURVEY = Document("Omnibusenquête", "Jaarstukken 2025", "https://example.test/jaarstukken")


def line(value: str, year: int = 2025, source: Document = SURVEY) -> ObservationLine:
    return ObservationLine(
        indicator="knows_the_mayor",
        definition_version="2025.7",
        kind=FigureKind.REALISATION,
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        neighbourhood_code=None,
        value=value,
        sample_size=1200,
        source=source,
    )


def lines(*values: str) -> tuple[Numbered, ...]:
    """A figure a year, from 2025 on."""
    return tuple(Numbered(place + 2, line(v, 2025 + place)) for place, v in enumerate(values))


def read(world: World, *values: str, faults: tuple[Fault, ...] = ()) -> UUID:
    """A file that is ready to be looked over."""
    file: UUID = world.execute(BeginFile(SourceKind.OBSERVATIONS), world.official)
    world.execute(ReadLines(file, lines(*values), faults), world.official)
    world.execute(FinishReading(file, sha256("\n".join(values))), world.official)
    return file


def taken(world: World, *values: str) -> UUID:
    """A file that counts, whatever stood there before."""
    file = read(world, *values)
    assert world.execute(TakeFile(file, replace=True), world.official)
    return file


def undone(world: World, file: UUID) -> None:
    world.execute(UndoFile(file), world.official)


def counting(world: World, as_of: date | None = None) -> list[tuple[int | None, str, bool]]:
    """Year, digits and whether it is a correction, of everything that counts."""
    world.settle()
    with world.services.reading(HERE) as connection:
        found: list[Observed] = observations(connection, HERE, as_of=as_of)
    return [(one.year, str(one.value), one.corrects) for one in found]


def test_file_counts_once_it_is_taken_in_and_no_longer_once_it_is_undone(world: World) -> None:
    file = read(world, "44", "46.50")
    assert counting(world) == []

    assert world.execute(TakeFile(file), world.official)
    assert counting(world) == [(2025, "44", False), (2026, "46.50", False)]

    undone(world, file)
    assert counting(world) == []
    with pytest.raises(Conflict):
        undone(world, file)


def test_figure_says_where_it_was_read(world: World) -> None:
    file = taken(world, "44")
    world.settle()
    with world.services.reading(HERE) as connection:
        [found] = observations(connection, HERE, indicators=["knows_the_mayor"])
        assert observations(connection, HERE, indicators=["another"]) == []

    assert (found.source, found.publication, found.url, found.sample_size, found.file_id) == (
        "Omnibusenquête",
        "Jaarstukken 2025",
        "https://example.test/jaarstukken",
        1200,
        file,
    )


def test_another_figure_of_the_same_period_counts_only_when_that_is_chosen(world: World) -> None:
    taken(world, "44")
    file = read(world, "49", "50")
    assert [row["others"] for row in world.rows(SourceFile, id=file)] == [1]

    with pytest.raises(RuleBroken) as refused:
        world.execute(TakeFile(file), world.official)
    assert refused.value.code == "double_period"
    world.execute(TakeFile(file, replace=True), world.official)

    assert counting(world) == [(2025, "49", True), (2026, "50", False)]
    undone(world, file)
    assert counting(world) == [(2025, "44", False)]


def test_another_publication_may_say_something_else(world: World) -> None:
    taken(world, "44")
    file: UUID = world.execute(BeginFile(SourceKind.OBSERVATIONS), world.official)
    other = Document("Omnibusenquête", "Begroting 2026")
    world.execute(ReadLines(file, (Numbered(2, line("49", source=other)),)), world.official)
    world.execute(FinishReading(file, sha256("49")), world.official)
    world.execute(TakeFile(file), world.official)

    assert counting(world) == [(2025, "44", False), (2025, "49", False)]


def test_what_counted_on_a_day_can_be_asked_later(world: World) -> None:
    first = taken(world, "44")
    world.pass_days(3)
    taken(world, "49")
    world.pass_days(3)
    undone(world, first)

    assert counting(world, date(2026, 3, 1)) == []
    assert counting(world, date(2026, 3, 2)) == [(2025, "44", False)]
    assert counting(world, date(2026, 3, 5)) == [(2025, "49", True)]
    assert counting(world, date(2026, 3, 8)) == [(2025, "49", False)]


def test_file_with_a_fault_is_not_taken_in_at_all(world: World) -> None:
    wrong = Fault(3, "waarde", "veel", FieldError("number", "Dit is geen getal."))
    file = read(world, "44", faults=(wrong,))

    with pytest.raises(RuleBroken) as refused:
        world.execute(TakeFile(file), world.official)
    assert refused.value.code == "file_faults"
    assert [(r["line"], r["heading"], r["cell"]) for r in world.rows(SourceFault)] == [
        (3, "waarde", "veel")
    ]


def test_line_that_stands_twice_is_a_fault_also_far_apart(world: World) -> None:
    file: UUID = world.execute(BeginFile(SourceKind.OBSERVATIONS), world.official)
    for number, value in ((2, "44"), (9, "45")):
        world.execute(ReadLines(file, (Numbered(number, line(value)),)), world.official)

    assert [(r["line"], "2" in r["error"]) for r in world.rows(SourceFault)] == [(9, True)]
    [row] = world.rows(SourceFile)
    assert (row["lines"], row["faults"]) == (1, 1)


def test_same_figures_count_once_and_again_after_they_were_undone(world: World) -> None:
    file = taken(world, "44")
    again = read(world, "44")
    with pytest.raises(Conflict) as refused:
        world.execute(TakeFile(again), world.official)
    assert refused.value.code == "same_file"

    undone(world, file)
    for after in iterate(world, again):
        assert after is None
    assert world.execute(TakeFile(again), world.official)
    assert counting(world) == [(2025, "44", False)]


def iterate(world: World, file: UUID) -> Iterator[int | None]:
    """Each answer of comparing the whole file anew."""
    after: int | None = 0
    while after is not None:
        after = world.execute(CompareLines(file, after), world.official)
        yield after


def test_what_came_in_since_it_was_looked_over_has_to_be_looked_at(world: World) -> None:
    file = read(world, "44")
    taken(world, "49")
    with pytest.raises(Conflict) as refused:
        world.execute(TakeFile(file), world.official)
    assert refused.value.code == "figures_changed"

    assert list(iterate(world, file)) == [None]
    with pytest.raises(RuleBroken) as double:
        world.execute(TakeFile(file), world.official)
    assert double.value.code == "double_period"


def test_large_file_is_taken_in_by_parts_and_counts_as_a_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_rows, "AT_ONCE", 2)
    monkeypatch.setattr(sources, "IN_EVENT", 1)
    file = read(world, "1", "2", "3", "4", "5")
    assert not world.execute(TakeFile(file), world.official)
    assert counting(world) == []
    other = read(world, "9")
    with pytest.raises(Conflict) as refused:
        world.execute(TakeFile(other), world.official)
    assert refused.value.code == "other_file_taking"

    assert not world.execute(TakeMore(file), world.official)
    assert world.execute(TakeMore(file), world.official)
    assert world.execute(TakeMore(file), world.official)
    assert [value for _, value, _ in counting(world)] == ["1", "2", "3", "4", "5"]


def test_what_nobody_takes_in_can_be_dropped_or_goes_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "DROPPED_AT_ONCE", 2)
    file = read(world, "1", "2", "3")
    assert not world.execute(DropFile(file), world.official)
    with pytest.raises(Conflict):
        world.execute(TakeFile(file), world.official)
    assert world.execute(DropFile(file), world.official)
    with pytest.raises(NotFound):
        world.execute(DropFile(file), world.official)

    read(world, "1", "2", "3")
    world.pass_days(2)
    read(world, "7")
    assert [len(world.rows(table)) for table in (SourceFile, SourceLine)] == [1, 1]


def test_file_that_counts_is_never_dropped(world: World) -> None:
    file = taken(world, "44")

    with pytest.raises(Conflict):
        world.execute(DropFile(file), world.official)


def test_residents_and_the_clerk_bring_in_nothing(world: World) -> None:
    file = read(world, "44")
    for who in (world.person("anna"), world.clerk):
        for command in (BeginFile(SourceKind.OBSERVATIONS), TakeFile(file), DropFile(file)):
            with pytest.raises(NotAllowed):
                world.execute(command, who)


def test_official_who_is_erased_leaves_the_figures(world: World) -> None:
    official = world.person("gone", Role.OFFICIAL)
    file: UUID = world.execute(BeginFile(SourceKind.OBSERVATIONS), official)
    world.execute(ReadLines(file, lines("44")), official)
    world.execute(FinishReading(file, sha256("44")), official)
    world.execute(TakeFile(file), official)
    assert official.person_id is not None
    world.execute(ErasePerson(official.person_id), official)

    [row] = world.rows(SourceFile)
    assert (row["begun_by"], row["taken_by"], row["state"]) == (None, None, FileState.TAKEN)
    assert counting(world) == [(2025, "44", False)]
