"""Where rendered public pages stand: one slot an address, at most so many bytes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from wijkstem.kit.coding import IDENTITY, coded
from wijkstem.kit.collected import Collected

#: What an address weighs besides the bytes of its page; also when it has none.
OVERHEAD: Final = 2_000


@dataclass(frozen=True)
class Address:
    """What decides how a public page looks, data and day aside."""

    scheme: str
    host: str
    municipality_id: str | None
    path: str
    query: str
    lang: str


@dataclass
class Answered:
    """An answer that is nobody's own, in the codings that were asked for so far."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    #: When its rendering began, by the event loop's clock.
    began: float
    #: What it was rendered from; "" for what may not be kept.
    of: str = ""
    etag: str = ""
    codings: dict[str, bytes] = field(default_factory=dict)
    #: The headers that go with each of them.
    sent: dict[str, list[tuple[bytes, bytes]]] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Bytes of all its codings."""
        return len(self.body) + sum(map(len, self.codings.values()))

    def coded(self, coding: str) -> bytes:
        """The body in ``coding``, worked out once."""
        if coding == IDENTITY:
            return self.body
        if coding not in self.codings:
            self.codings[coding] = coded(self.body, coding)
        return self.codings[coding]


class Slot:
    """The place of one address: its page, when there is one, and its rendering."""

    def __init__(self, rendering: Collected[Answered]) -> None:
        self.page: Answered | None = None
        self.rendering = rendering
        self.weight = 0


class Shelf:
    """The slots of one process; when it is full, what nobody asked for longest goes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._slots: OrderedDict[Address, Slot] = OrderedDict()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._slots)

    def get(self, address: Address) -> Slot | None:
        """The slot of ``address``, which is now the one that was asked for last."""
        found = self._slots.get(address)
        if found is not None:
            self._slots.move_to_end(address)
        return found

    def put(self, address: Address, slot: Slot) -> None:
        """Begin a slot."""
        self._slots[address] = slot
        self.weigh(address)

    def weigh(self, address: Address) -> None:
        """Count a slot again after its page changed, and make room."""
        slot = self._slots.get(address)
        if slot is not None:
            now = OVERHEAD + (slot.page.weight if slot.page else 0)
            self.weight += now - slot.weight
            slot.weight = now
        while self.weight > self._most and self._slots:
            _, gone = self._slots.popitem(last=False)
            self.weight -= gone.weight
