"""What a consumer is: something that follows the log, and stores its position with what it did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Table

from wijkstem.events.base import Recorded

W = TypeVar("W")


@dataclass(frozen=True)
class Consumer(Generic[W]):
    """Something that follows every municipality's log in order.

    ``W`` is what its work is done on: the connection for a projection, a unit of work for a reaction. Either
    way the position is stored in the same transaction, so that being told twice does nothing the second time.
    """

    #: Also its name in `consumer_position`; renaming one makes it start again at 0.
    name: str
    fold: Callable[[W, Sequence[Recorded]], None]
    #: The tables that it alone writes: emptied for a rebuild. A reaction has none and is never rewound.
    tables: tuple[Table, ...] = ()
    #: How many events may share one transaction.
    batch: int = 500
    #: One more whenever the fold makes something else of events that were folded before: then what there is, is
    #: rebuilt (`projections/rebuild.py`). A reaction stays at 1.
    version: int = 1

    @property
    def rewindable(self) -> bool:
        return bool(self.tables)
