"""The model beside the real code: every real step must be one that the model allows, and end in the same state."""

from typing import NamedTuple

from tests.eventlog.protocol.explore import PRIVATE, broken
from tests.eventlog.protocol.model import Actor, Protocol, State, steps
from tests.eventlog.protocol.promises import PROMISES

#: What only the thread itself can notice, and so is no step on the stage.
UNSEEN = PRIVATE | {"write"}
PLENTY = 1_000


class Seen(NamedTuple):
    """What everybody can see of a state, in the model as in the database."""

    head: int
    positions: tuple[int, ...]
    letters: tuple[tuple[int, str, int], ...]
    marks: tuple[bool, bool]


class Shadow:
    """The model, told step by step what really happened."""

    def __init__(self, protocol: Protocol, head: int, consumers: int) -> None:
        self.protocol = protocol
        before = tuple(range(1, head + 1))
        self.state = State(
            (Actor("clock"),),
            head=head,
            log=tuple((p, False) for p in before),
            positions=(head,) * consumers,
            held=("",) * consumers,
            folded=(before,) * consumers,
            kills=PLENTY,
            flushes=PLENTY,
            sleeps=PLENTY,
        )

    def enter(self, actor: Actor) -> None:
        self.state = self.state._replace(actors=(*self.state.actors, actor))

    def take(self, name: str, step: str) -> None:
        """What really happened, in the model."""
        while True:
            allowed = {
                what: after for who, what, after in steps(self.state, self.protocol) if who == name
            }
            if step in allowed:
                self.state = allowed[step]
                break
            unseen = UNSEEN & allowed.keys()
            assert unseen, f"{name} did {step!r}; the model allows {sorted(allowed)}"
            self.state = allowed[min(unseen)]
        self._tidy()
        assert broken(self.state, PROMISES) == ""

    def allows(self, name: str, step: str) -> bool:
        """Whether the model lets somebody take a step now."""
        return any((who, what) == (name, step) for who, what, _ in steps(self.state, self.protocol))

    def _tidy(self) -> None:
        """A worker that is done is no different from one that was never there."""
        actors = tuple(
            a
            for a in self._unseen_to_the_end().actors
            if a.name == "clock" or a.at not in {"idle", "dead"}
        )
        self.state = self.state._replace(actors=actors)

    def _unseen_to_the_end(self) -> State:
        return self.state

    @property
    def seen(self) -> Seen:
        s = self.state
        letters = tuple((x.cause, x.state, x.attempts) for x in s.letters)
        return Seen(s.head, s.positions, letters, (s.relay.mark, s.deliver.mark))
