"""A .pb file as it stands: its keys and columns in their order, also those that we do not know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from wijkstem.tally.remarks import Remark


@dataclass(frozen=True)
class Table:
    """A section with columns; ``lines`` says where each row begins in the file it came from."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()

    def column(self, name: str) -> int | None:
        """The place of a column, or None."""
        return self.columns.index(name) if name in self.columns else None

    def line(self, number: int) -> int:
        """Where row ``number`` begins; 0 when it came from no file."""
        return self.lines[number] if number < len(self.lines) else 0

    def named(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Line and cells by name of every row."""
        for number, row in enumerate(self.rows):
            yield self.line(number), dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True)
class PbFile:
    """The three sections."""

    meta: tuple[tuple[str, str], ...]
    projects: Table
    votes: Table
    #: What was odd while reading and did no harm; sentences for the catalogue with their values.
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """META by key."""
        return dict(self.meta)

    def key(self, name: str) -> str:
        """The value of a key, without spaces around it; "" when it is not there."""
        return self.keys.get(name, "").strip()

    def same_as(self, other: "PbFile") -> bool:
        """Whether both say the same, wherever they came from."""
        return (self.meta, self.projects.columns, self.projects.rows) == (
            other.meta,
            other.projects.columns,
            other.projects.rows,
        ) and (self.votes.columns, self.votes.rows) == (other.votes.columns, other.votes.rows)
