"""What the protocol promises, by name: the invariants of `ARCHITECTURE.md`, as functions of a state."""

from collections.abc import Callable

from tests.eventlog.protocol.model import MESSAGES, State


def gapless(s: State) -> bool:
    """The log is 1, 2, 3 … up to its head, each once."""
    return [p for p, _ in s.log] == list(range(1, s.head + 1))


def in_order(s: State) -> bool:
    """Who stands at p has folded everything up to p, in order, each once, and nothing else."""
    return all(
        folded == tuple(range(1, at + 1)) for folded, at in zip(s.folded, s.positions, strict=True)
    )


def accepted(s: State) -> bool:
    """Nobody's events were lost, and nobody had to give way for another's."""
    done = [a for a in s.actors if a.name.startswith("writer") and a.at in {"mark", "call", "done"}]
    there = {p for p, _ in s.log}
    return s.wrong != "accepted" and all(set(a.hand) <= there for a in done)


def told(s: State) -> bool:
    """There is a delivery for each event that the messages consumer passed and that is told, and for no other."""
    passed = s.positions[MESSAGES] if len(s.positions) > MESSAGES else 0
    if not passed:
        return len(s.positions) <= MESSAGES or not s.letters
    return [x.cause for x in s.letters] == [p for p, is_told in s.log if is_told and p <= passed]


def sent(s: State) -> bool:
    """What is marked as sent went out; and twice only where its worker was killed, or slept, in between."""
    return all((x.sent >= 1 or x.state != "sent") and (x.sent <= 1 or x.excused) for x in s.letters)


def claims(s: State) -> bool:
    """Nobody writes a failure down against another's claim."""
    return s.wrong != "claims"


PROMISES: dict[str, Callable[[State], bool]] = {
    "gapless": gapless,
    "in order": in_order,
    "accepted": accepted,
    "told": told,
    "sent": sent,
    "claims": claims,
}


def ended(s: State) -> bool:
    """Everything committed was noticed by everybody, and everything that must go out went out."""
    return (
        all(a.at in {"idle", "done", "dead"} for a in s.actors)
        and all(at == s.head for at in s.positions)
        and all(x.state == "sent" for x in s.letters)
    )
