"""The protocol of log, lock, call and position as a model: what is shared, and each step that changes it.

`ARCHITECTURE.md` tells the same in words. A step is what one statement or one message does; between two
steps anybody else may come. A state is a value, so all of them can be looked at (`explore.py`), and the real
code is held against it step by step (`test_real_code.py`). `Protocol` has a switch for each thing that could
be done otherwise; with one of them thrown, an invariant must break, or it guards nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

#: A consumer that counts, and the one that writes down who must be told.
COUNTING, MESSAGES = 0, 1


@dataclass(frozen=True)
class Protocol:
    """What is done; the defaults are what the code does."""

    #: "locked": updated, and so locked until the commit; "looked_at": read only; "sequence": handed out before it.
    head: str = "locked"
    #: A consumer's position is locked while it folds.
    position_held: bool = True
    #: Who let go of a position looks once more: what was committed meanwhile, another was told to leave.
    looked_again: bool = True
    #: The position is stored in the transaction of what was folded.
    position_with_rows: bool = True
    #: The call goes out after the commit.
    calls_after_commit: bool = True
    #: The mark of a call is taken away before the relay looks, and not after.
    mark_cleared_first: bool = True
    #: A mark whose taker was killed goes by itself.
    mark_expires: bool = True
    #: The clock looks for itself, and calls.
    clock: bool = True
    #: A delivery is claimed in the transaction that looked for it, locked from then on.
    claim_locked: bool = True
    #: A claim ends by itself when its worker was killed.
    claim_expires: bool = True
    #: A delivery is marked after it was sent, and not before.
    marked_after_sending: bool = True
    #: A failure is only written down by who still has the claim.
    failure_of_own_claim: bool = True
    #: A worker looks at its claim before it sends, and lets go of what is not its own any more.
    claim_looked_at: bool = True


class Letter(NamedTuple):
    """A delivery: who has it, how often it was tried, and how often it really went."""

    cause: int
    state: str = "waiting"
    owner: str = ""
    attempts: int = 0
    sent: int = 0
    #: Its claim is over: anybody may take it.
    expired: bool = False
    #: Its worker was killed, or slept past its claim, when it may have been sent already.
    excused: bool = False
    locked: str = ""


class Bell(NamedTuple):
    """A mark that a call is on its way, and whether one is: two that wait in line say no more than one."""

    mark: bool = False
    call: bool = False


class Actor(NamedTuple):
    """Somebody at work: what they do next, and what they know so far."""

    name: str
    at: str = "idle"
    #: Of a writer: the events of each append, and for each whether somebody is told of it.
    appends: tuple[tuple[bool, ...], ...] = ()
    turn: int = 0
    #: Positions taken, or read, or the causes of the deliveries in hand.
    hand: tuple[int, ...] = ()
    consumer: int = -1
    #: The position behind which it reads; the attempts of its claim.
    behind: int = 0
    todo: tuple[str, ...] = ()
    #: How often in a row it found nothing to fold.
    empty: int = 0
    #: What became of the deliveries in hand, to be written down in one go.
    done: tuple[str, ...] = ()


class State(NamedTuple):
    """Everything that is shared, as everybody sees it; what is not committed stands with its actor."""

    actors: tuple[Actor, ...]
    head: int = 0
    #: Positions handed out, where a sequence does it.
    handed: int = 0
    #: Who has the head locked.
    lock: str = ""
    #: Committed events: their positions, and whether somebody is told of it.
    log: tuple[tuple[int, bool], ...] = ()
    positions: tuple[int, ...] = ()
    held: tuple[str, ...] = ()
    folded: tuple[tuple[int, ...], ...] = ()
    relay: Bell = Bell()
    deliver: Bell = Bell()
    jobs: tuple[int, ...] = ()
    letters: tuple[Letter, ...] = ()
    #: How many more times somebody may be killed, Redis be emptied, a mail server refuse, a worker oversleep.
    kills: int = 0
    flushes: int = 0
    refusals: int = 0
    sleeps: int = 0
    #: What a step did that no state shows.
    wrong: str = ""


Step = tuple[str, str, State]


def steps(state: State, protocol: Protocol) -> Iterator[Step]:
    """What may happen next: by whom, what, and how it is after that."""
    for index, actor in enumerate(state.actors):
        for name, after, changed in _of(actor, state, protocol):
            actors = (*state.actors[:index], changed, *state.actors[index + 1 :])
            yield actor.name, name, after._replace(actors=actors)
        if state.kills and actor.at not in {"idle", "done", "dead"}:
            yield actor.name, "killed", _killed(state, index)
    yield from _time(state, protocol)


Change = tuple[str, State, Actor]


def _of(actor: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    if actor.name.startswith("writer"):
        yield from _write(actor, s, protocol)
    elif actor.name == "clock":
        yield from _sweep(actor, s, protocol)
    else:
        yield from _work(actor, s, protocol)


# --- writing ---------------------------------------------------------------------------------------


def _write(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    match a.at:
        case "rows" if protocol.calls_after_commit:
            yield "rows", s, a._replace(at="take")
        case "rows":
            yield from _put(a._replace(todo=("take",)), s, "relay")
        case "take":
            yield from _take(a, s, protocol)
        case "append" if protocol.head != "looked_at" or not _taken(a, s):
            last = a.turn + 1 == len(a.appends)
            yield "append", s, a._replace(at="commit" if last else "take", turn=a.turn + 1)
        case "commit":
            yield _commit(a, s, protocol)
        case "mark":
            yield from _put(a, s, "relay")
        case "call":
            yield from _call(a, s, "relay")


def _take(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    many = len(a.appends[a.turn])
    if protocol.head == "sequence":
        first = s.handed
        s = s._replace(handed=first + many)
    else:
        if protocol.head == "locked" and s.lock not in {"", a.name}:
            return
        first = s.head + len(a.hand)
        s = s._replace(lock=a.name) if protocol.head == "locked" else s
    hand = (*a.hand, *range(first + 1, first + many + 1))
    yield "take head", s, a._replace(at="append", hand=hand)


def _taken(a: Actor, s: State) -> bool:
    """Whether another writer has put an event under the same position: the key of the log makes us wait."""
    return any(
        other is not a and other.at == "commit" and set(other.hand) & set(a.hand)
        for other in s.actors
    )


def _commit(a: Actor, s: State, protocol: Protocol) -> Change:
    told = [one for append in a.appends for one in append]
    rows = tuple(zip(a.hand, told, strict=True))
    if {p for p, _ in s.log} & set(a.hand):
        return "refused by the key", s._replace(wrong="accepted"), a._replace(at="done")
    head = max(s.head, *a.hand) if a.hand else s.head
    s = s._replace(
        log=tuple(sorted((*s.log, *rows))), head=head, lock="" if s.lock == a.name else s.lock
    )
    then = "mark" if rows and protocol.calls_after_commit else "done"
    return "commit", s, a._replace(at=then)


# --- calling ---------------------------------------------------------------------------------------


def _put(a: Actor, s: State, bell: str) -> Iterator[Change]:
    """Put the mark; only who found none calls."""
    if _bell(s, bell).mark:
        yield f"mark {bell}", s, _on(a)
    else:
        marked = _bell(s, bell)._replace(mark=True)
        yield f"mark {bell}", _rung(s, bell, marked), a._replace(at="call", consumer=-1)


def _call(a: Actor, s: State, bell: str) -> Iterator[Change]:
    yield f"call {bell}", _rung(s, bell, _bell(s, bell)._replace(call=True)), _on(a)


def _bell(s: State, name: str) -> Bell:
    return s.relay if name == "relay" else s.deliver


def _rung(s: State, name: str, bell: Bell) -> State:
    return s._replace(relay=bell) if name == "relay" else s._replace(deliver=bell)


def _on(a: Actor) -> Actor:
    """To what is still to be done."""
    if a.todo:
        return a._replace(at=a.todo[0], todo=a.todo[1:])
    if a.name.startswith("writer"):
        return a._replace(at="done")
    return Actor(a.name)


# --- the clock -------------------------------------------------------------------------------------


def _sweep(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    match a.at:
        case "idle" if protocol.clock:
            behind = any(at < s.head for at in s.positions)
            due = any(_is_due(letter) for letter in s.letters)
            todo = ("mark relay",) * behind + ("mark deliver",) * due
            if todo:
                yield "sweep", s, a._replace(at=todo[0], todo=todo[1:])
        case "mark relay" | "mark deliver":
            bell = a.at.removeprefix("mark ")
            yield from _put(a._replace(hand=(bell == "relay",)), s, bell)
        case "call":
            yield from _call(a, s, "relay" if a.hand == (True,) else "deliver")


# --- the workers -----------------------------------------------------------------------------------


def _work(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    match a.at:
        case "idle":
            yield from _take_message(a, s, protocol)
        case "clear relay" | "clear deliver":
            bell = a.at.removeprefix("clear ")
            yield a.at, _rung(s, bell, _bell(s, bell)._replace(mark=False)), _on(a)
        case "look":
            jobs = tuple(f"send {c}" for c, at in enumerate(s.positions) if at < s.head)
            yield "look", s, _on(a._replace(todo=(*jobs, *a.todo)))
        case "mark relay" | "mark deliver":
            bell = a.at.removeprefix("mark ")
            yield from _put(a._replace(hand=(bell == "relay",)), s, bell)
        case "call":
            yield from _call(a._replace(hand=()), s, "relay" if a.hand == (True,) else "deliver")
        case at if at.startswith("send "):
            yield "send job", s._replace(jobs=tuple(sorted({*s.jobs, int(at[-1])}))), _on(a)
        case "hold" | "read" | "fold" | "advance" | "commit folded" | "commit position" | "again":
            yield from _follow(a, s, protocol)
        case _:
            yield from _deliver(a, s, protocol)


def _take_message(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    if s.relay.call:
        order = ("clear relay", "look") if protocol.mark_cleared_first else ("look", "clear relay")
        taken = s._replace(relay=s.relay._replace(call=False))
        yield "take relay", taken, a._replace(at=order[0], todo=order[1:])
    for job in s.jobs:
        rest = tuple(other for other in s.jobs if other != job)
        yield f"take {job}", s._replace(jobs=rest), a._replace(at="hold", consumer=job)
    if s.deliver.call:
        taken = s._replace(deliver=s.deliver._replace(call=False))
        yield "take deliver", taken, a._replace(at="clear deliver", todo=("due",))


def _follow(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    match a.at:
        case "hold":
            yield "hold", *_hold(a, s, protocol)
        case "read":
            found = tuple(p for p, _ in s.log if p > a.behind)
            yield "read", s, a._replace(at="fold" if found else "commit folded", hand=found)
        case "fold":
            separate = not protocol.position_with_rows
            yield "fold", s, a._replace(at="commit folded" if separate else "advance")
        case "advance":
            yield "advance", s, a._replace(at="commit folded")
        case "commit folded":
            yield from _commit_folded(a, s, protocol)
        case "commit position":
            yield "commit position", _moved(a, s), Actor(a.name)
        case "again":
            yield from _look_again(a, s)


def _hold(a: Actor, s: State, protocol: Protocol) -> tuple[State, Actor]:
    c = a.consumer
    if protocol.position_held and s.held[c]:
        return s, a._replace(at="commit nothing")
    held = s._replace(held=_set(s.held, c, a.name)) if protocol.position_held else s
    return held, a._replace(at="read", behind=s.positions[c])


def _commit_folded(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    c = a.consumer
    folded = _set(s.folded, c, (*s.folded[c], *a.hand))
    s = s._replace(folded=folded)
    if s.held[c] == a.name:
        s = s._replace(held=_set(s.held, c, ""))
    told = [p for p, told in s.log if told and p in a.hand] if c == MESSAGES else []
    new = tuple(Letter(p) for p in told if p not in {x.cause for x in s.letters})
    s = s._replace(letters=(*s.letters, *new))
    if not protocol.position_with_rows and a.hand:
        yield "commit", s, a._replace(at="commit position")
        return
    empty = 0 if a.hand else a.empty + 1
    then = a._replace(hand=(), turn=a.turn + len(a.hand), empty=empty)
    yield "commit", _moved(a, s), _let_go(then, protocol)


def _let_go(a: Actor, protocol: Protocol) -> Actor:
    """Who found nothing twice leaves it to who has it."""
    return a._replace(at="again") if protocol.looked_again and a.empty < 2 else _after(a)


def _look_again(a: Actor, s: State) -> Iterator[Change]:
    """Who found nothing tries once more; who folded leaves what came meanwhile to a call."""
    if s.positions[a.consumer] >= s.head:
        yield "look again", s, _after(a)
    elif a.empty:
        yield "look again", s, a._replace(at="hold")
    else:
        after = _after(a)
        todo = (after.at,) if after.at != "idle" else ()
        yield "look again", s, Actor(a.name, "mark relay", todo=todo)


def _after(a: Actor) -> Actor:
    """Whoever wrote down that somebody must be told, calls."""
    if a.consumer == MESSAGES and a.turn:
        return Actor(a.name, "mark deliver")
    return Actor(a.name)


def _moved(a: Actor, s: State) -> State:
    return s._replace(positions=_set(s.positions, a.consumer, a.hand[-1])) if a.hand else s


# --- what goes out ---------------------------------------------------------------------------------


def _is_due(letter: Letter) -> bool:
    return letter.state == "waiting" or (letter.state == "claimed" and letter.expired)


def _deliver(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    match a.at:
        case "due":
            free = [x for x in s.letters if _is_due(x) and not x.locked]
            if protocol.claim_locked:
                s = _each(s, [x.cause for x in free], locked=a.name)
            then = "claim" if free else "commit nothing"
            yield "due", s, a._replace(at=then, hand=tuple(x.cause for x in free))
        case "commit nothing":
            following = a.consumer >= 0
            leaving = (
                _let_go(a._replace(empty=a.empty + 1), protocol) if following else Actor(a.name)
            )
            yield "commit", s, leaving
        case "claim":
            yield "claim", s, a._replace(at="commit claim")
        case "commit claim":
            claimed = {x.cause: x.attempts + 1 for x in s.letters if x.cause in a.hand}
            for cause, attempts in claimed.items():
                values = {"state": "claimed", "owner": a.name, "attempts": attempts}
                s = _each(s, [cause], **values, expired=False, locked="")
            todo = tuple(f"{cause}:{attempts}" for cause, attempts in claimed.items())
            yield "commit", s, a._replace(at="next", hand=(), todo=todo)
        case _:
            yield from _send(a, s, protocol)


def _send(a: Actor, s: State, protocol: Protocol) -> Iterator[Change]:
    if a.at == "commit closed":
        yield "commit", _closed(a, s, protocol), Actor(a.name, "due")
        return
    if not a.todo:
        yield "close", s, a._replace(at="commit closed")
        return
    cause, attempts = map(int, a.todo[0].split(":"))
    [letter] = [x for x in s.letters if x.cause == cause]
    rest = a._replace(at="next", todo=a.todo[1:])
    match a.at:
        case "next" if protocol.claim_looked_at and (letter.expired or letter.attempts != attempts):
            yield "let go", s, rest
        case "next" if not protocol.marked_after_sending:
            marked = _each(s, [cause], state="sent", owner="")
            yield "mark sent", marked, a._replace(at="send")
        case "next":
            yield "write", s, a._replace(at="send")
        case "send":
            gone = _each(s, [cause], sent=letter.sent + 1)
            yield "send", gone, rest._replace(done=(*a.done, f"sent {a.todo[0]}"))
            if s.refusals:
                refused = s._replace(refusals=s.refusals - 1)
                yield "send fails", refused, rest._replace(done=(*a.done, f"failed {a.todo[0]}"))


def _closed(a: Actor, s: State, protocol: Protocol) -> State:
    for outcome, _, which in (one.partition(" ") for one in a.done):
        cause, attempts = map(int, which.split(":"))
        [letter] = [x for x in s.letters if x.cause == cause]
        ours = letter.state == "claimed" and letter.attempts == attempts
        if outcome == "sent":
            s = _each(s, [cause], state="sent", owner="")
        elif ours or not protocol.failure_of_own_claim:
            s = _each(s, [cause], state="waiting", owner="")
            s = s if ours else s._replace(wrong="claims")
    return s


def _each(s: State, causes: list[int], **values: Any) -> State:
    letters = tuple(x._replace(**values) if x.cause in causes else x for x in s.letters)
    return s._replace(letters=letters)


def _set(values: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    return (*values[:index], value, *values[index + 1 :])


# --- what nobody asked for -------------------------------------------------------------------------


def _killed(s: State, index: int) -> State:
    """The database rolls back and lets go of what was locked; what was in memory is lost."""
    gone = s.actors[index]
    after = Actor(gone.name, "dead") if gone.name.startswith("writer") else Actor(gone.name)
    letters = tuple(
        x._replace(
            locked="" if x.locked == gone.name else x.locked,
            excused=x.excused or x.owner == gone.name,
        )
        for x in s.letters
    )
    return s._replace(
        actors=(*s.actors[:index], after, *s.actors[index + 1 :]),
        lock="" if s.lock == gone.name else s.lock,
        held=tuple("" if one == gone.name else one for one in s.held),
        letters=letters,
        kills=s.kills - 1,
    )


def _time(s: State, protocol: Protocol) -> Iterator[Step]:
    """Redis is emptied; a mark goes by itself; a claim is over, because its worker is dead or sleeps."""
    if s.flushes:
        empty = s._replace(relay=Bell(), deliver=Bell(), jobs=())
        yield "redis", "flushed", empty._replace(flushes=s.flushes - 1)
    for bell in ("relay", "deliver"):
        if _bell(s, bell).mark and protocol.clock and protocol.mark_expires:
            gone = _bell(s, bell)._replace(mark=False)
            yield "time", f"mark {bell} over", _rung(s, bell, gone)
    if protocol.claim_expires:
        for letter in s.letters:
            if letter.state == "claimed" and not letter.expired:
                yield from _over(letter, s)


def _over(letter: Letter, s: State) -> Iterator[Step]:
    """A dead worker's claim is over in time; a living one's only when it sleeps past it."""
    working = [a for a in s.actors if a.name == letter.owner and _has(a, letter)]
    if working and not s.sleeps:
        return
    asleep = working and (working[0].at == "send" or f"sent {_claim(letter)}" in working[0].done)
    over = _each(s, [letter.cause], expired=True, excused=letter.excused or bool(asleep))
    yield "time", "claim over", over._replace(sleeps=s.sleeps - 1) if working else over


def _has(a: Actor, letter: Letter) -> bool:
    claim = _claim(letter)
    return claim in a.todo or any(one.endswith(f" {claim}") for one in a.done)


def _claim(letter: Letter) -> str:
    return f"{letter.cause}:{letter.attempts}"
