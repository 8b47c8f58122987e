"""Where rendered public pages stand: one slot an address, at most so many bytes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from starlette.types import Scope

from wijkstem.kit.coding import IDENTITY, coded
from wijkstem.kit.collected import Collected
from wijkstem.web.public import Public

#: What an address weighs besides the bytes of its page; also when it has none.
OVERHEAD: Final = 3_000
#: So many forms of requests are remembered of an address, and only short ones: strangers write them.
FORMS: Final = 4
LONGEST: Final = 300

#: Scheme, host, path, query and cookies of a request, as they came.
Form = tuple[str, bytes, str, bytes, bytes]


def form(scope: Scope, host: bytes, cookie: bytes) -> Form:
    """All that decides which address is meant, and in which language."""
    return scope["scheme"], host, scope["path"], scope["query_string"], cookie


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

    def __init__(
        self, address: Address, public: Public, route: str, rendering: Collected[Answered]
    ) -> None:
        self.address, self.public, self.route = address, public, route
        self.page: Answered | None = None
        self.rendering = rendering
        self.weight = 0
        #: In which forms it was asked for.
        self.forms: list[Form] = []


class Shelf:
    """The slots of one process; when it is full, what nobody asked for longest goes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._slots: OrderedDict[Address, Slot] = OrderedDict()
        self._by_form: dict[Form, Address] = {}
        self.weight = 0

    def __len__(self) -> int:
        return len(self._slots)

    def get(self, address: Address) -> Slot | None:
        """The slot of ``address``, which is now the one that was asked for last."""
        found = self._slots.get(address)
        if found is not None:
            self._slots.move_to_end(address)
        return found

    def asked_as(self, form: Form) -> Slot | None:
        """The slot that a request of this form got before."""
        address = self._by_form.get(form)
        return None if address is None else self.get(address)

    def put(self, slot: Slot) -> None:
        """Begin a slot."""
        self._slots[slot.address] = slot
        self.weigh(slot.address)

    def remember(self, form: Form, slot: Slot) -> None:
        """A request of this form gets this slot, now and later."""
        if (
            form in self._by_form
            or self._slots.get(slot.address) is not slot
            or sum(map(len, form)) > LONGEST
        ):
            return
        if len(slot.forms) == FORMS:
            del self._by_form[slot.forms.pop(0)]
        slot.forms.append(form)
        self._by_form[form] = slot.address

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
            for form in gone.forms:
                del self._by_form[form]
