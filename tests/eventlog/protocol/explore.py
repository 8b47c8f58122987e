"""Looking at every state that a protocol can come to, and at whether it can always come to a good end."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.eventlog.protocol.model import Protocol, State, Step, steps

Trace = list[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What was looked at, and the shortest way to what is wrong, where something is."""

    states: int
    wrong: str = ""
    trace: tuple[tuple[str, str], ...] = ()


class TooMany(Exception):
    """There are more states than anybody has time for: make the scene smaller."""


def explore(
    start: State,
    protocol: Protocol,
    invariants: dict[str, Callable[[State], bool]],
    ended: Callable[[State], bool],
    *,
    most: int = 400_000,
) -> Found:
    """Every state from ``start``; afterwards, from each of them there is a way to one that has ``ended`` well.

    That way is one without more accidents. Whoever waits long enough comes there, because everybody who can
    take a step takes it some time and nobody is ahead of another for ever.
    """
    came: dict[State, tuple[State, tuple[str, str]] | None] = {start: None}
    back: dict[State, list[State]] = {}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        if wrong := broken(state, invariants):
            return Found(len(came), wrong, _way(came, state))
        for actor, name, after in _worth_looking_at(state, protocol):
            after = alike(after)
            if not _accident(name):
                back.setdefault(after, []).append(state)
            if after not in came:
                came[after] = (state, (actor, name))
                waiting.append(after)
        if len(came) > most:
            raise TooMany(len(came))
    good = _leading_to((s for s in came if ended(s)), back)
    stuck = next((s for s in came if s not in good), None)
    if stuck is not None:
        return Found(len(came), "noticed", _way(came, stuck))
    return Found(len(came))


def broken(state: State, invariants: dict[str, Callable[[State], bool]]) -> str:
    """The name of an invariant that does not hold, or nothing."""
    return next((name for name, holds in invariants.items() if not holds(state)), "")


#: What nobody else can see: whether it comes before or after another's step makes no difference.
PRIVATE = {"rows", "append", "fold", "advance", "claim", "close"}


def _worth_looking_at(state: State, protocol: Protocol) -> list[Step]:
    """Every step; or one alone that nobody sees, because all others can as well come after it."""
    possible = list(steps(state, protocol))
    if protocol.head != "looked_at":
        for step in possible:
            if step[1] in PRIVATE:
                return [step]
    return possible


def alike(state: State) -> State:
    """Workers have no names: states that differ in who is who are one."""
    order = sorted(a for a in state.actors if a.name.startswith("worker"))
    plain = sorted(range(len(order)), key=lambda i: order[i][1:])
    if plain == list(range(len(order))):
        return state
    names = {order[old].name: order[new].name for new, old in enumerate(plain)}
    others = tuple(a for a in state.actors if not a.name.startswith("worker"))
    workers = tuple(order[old]._replace(name=order[new].name) for new, old in enumerate(plain))
    return state._replace(
        actors=(*workers, *others),
        held=tuple(names.get(one, one) for one in state.held),
        letters=tuple(
            x._replace(owner=names.get(x.owner, x.owner), locked=names.get(x.locked, x.locked))
            for x in state.letters
        ),
    )


def _accident(name: str) -> bool:
    return name in {"killed", "flushed", "send fails"}


def _leading_to(good: Iterable[State], back: dict[State, list[State]]) -> set[State]:
    reached = set(good)
    waiting = list(reached)
    while waiting:
        for before in back.get(waiting.pop(), ()):
            if before not in reached:
                reached.add(before)
                waiting.append(before)
    return reached


def _way(
    came: dict[State, tuple[State, tuple[str, str]] | None], state: State
) -> tuple[tuple[str, str], ...]:
    way: Trace = []
    while (before := came[state]) is not None:
        state, step = before
        way.append(step)
    return tuple(reversed(way))
