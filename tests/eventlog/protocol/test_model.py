"""Every interleaving of the model, and every way of doing it otherwise: the first all hold, the second all break."""

import os
from dataclasses import replace
from typing import Any

import pytest

from tests.eventlog.protocol.explore import Found, explore
from tests.eventlog.protocol.model import Actor, Letter, Protocol, State
from tests.eventlog.protocol.promises import PROMISES, ended


def writer(number: int, *appends: tuple[bool, ...]) -> Actor:
    return Actor(f"writer {number}", "rows", appends)


def workers(many: int) -> tuple[Actor, ...]:
    return tuple(Actor(f"worker {n + 1}") for n in range(many))


CLOCK = Actor("clock")
UNTOLD, TOLD = (False,), (True,)


def scene(actors: tuple[Actor, ...], consumers: int = 1, **values: Any) -> State:
    return State(
        actors,
        positions=(0,) * consumers,
        held=("",) * consumers,
        folded=((),) * consumers,
        **values,
    )


def following(many: int, events: int, **values: Any) -> State:
    """Events that are there already, and workers called several times over."""
    s = scene((*workers(many), CLOCK), **values)
    return s._replace(head=events, log=tuple((p, False) for p in range(1, events + 1)), jobs=(0,))


def sending(many: int, letters: int, **values: Any) -> State:
    """Deliveries that wait, and workers called several times over."""
    s = scene((*workers(many), CLOCK), 0, **values)
    waiting = tuple(Letter(p) for p in range(1, letters + 1))
    return s._replace(letters=waiting, deliver=s.deliver._replace(call=True))


SCENES = {
    # Three who write, one of them two commands in one transaction.
    "writing": scene((writer(1, UNTOLD), writer(2, UNTOLD, UNTOLD), writer(3, UNTOLD)), 0, kills=1),
    "calling": scene((writer(1, UNTOLD), writer(2, UNTOLD), *workers(1), CLOCK)),
    "losing": scene((writer(1, UNTOLD), *workers(1), CLOCK), kills=1, flushes=1),
    "following": following(2, 2, kills=1),
    "sending": sending(2, 1, kills=1, refusals=1),
    "sleeping": sending(2, 1, refusals=1, sleeps=1),
    "sending two": sending(2, 2, sleeps=1),
    "telling": scene((writer(1, TOLD), *workers(1), CLOCK), 2),
}
#: As many as hypothesis plays with the real code; whoever asks for more has time for this too.
LONG = "PROTOCOL_EXAMPLES" in os.environ
#: The same with more that goes wrong at once: minutes, and so only when it is asked for.
LARGE = {
    "calling": scene((writer(1, UNTOLD), writer(2, UNTOLD), *workers(1), CLOCK), kills=1),
    "losing": scene((writer(1, UNTOLD), *workers(2), CLOCK), kills=1, flushes=1),
    "sending": sending(2, 1, kills=1, refusals=1, sleeps=1),
    "telling": scene((writer(1, TOLD), *workers(2), CLOCK), 2, kills=1, flushes=1),
}
ASKED = SCENES | ({f"large {name}": start for name, start in LARGE.items()} if LONG else {})
#: Nobody is killed and nothing is lost: then the clock is not needed.
QUIET = {
    "calling": scene((writer(1, UNTOLD), writer(2, UNTOLD), *workers(2))),
    "telling": scene((writer(1, TOLD), *workers(2)), 2),
}
WITHOUT_CLOCK = Protocol(clock=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_every_promise_is_kept_in_every_order(name: str) -> None:
    found = explore(ASKED[name], Protocol(), PROMISES, ended, most=5_000_000)

    assert found == Found(found.states)
    assert found.states > 1_000


@pytest.mark.parametrize("name", QUIET)
def test_where_nothing_breaks_nobody_waits_for_the_clock(name: str) -> None:
    found = explore(QUIET[name], WITHOUT_CLOCK, PROMISES, ended)

    assert found == Found(found.states)


#: What is done otherwise, where that shows, and which promise it breaks.
MUTATIONS: dict[str, tuple[str, dict[str, Any], str]] = {
    "head looked at and not locked": ("writing", {"head": "looked_at"}, "accepted"),
    "positions from a sequence": ("writing", {"head": "sequence"}, "gapless"),
    "position not held": ("following", {"position_held": False}, "in order"),
    "position stored afterwards": ("following", {"position_with_rows": False}, "in order"),
    "nobody looks but who is called": ("losing", {"clock": False}, "noticed"),
    "mark that stays": ("losing", {"mark_expires": False}, "noticed"),
    "delivery looked for and not locked": ("sending", {"claim_locked": False}, "sent"),
    "claim without an end": ("sending", {"claim_expires": False}, "noticed"),
    "marked before it was sent": ("sending", {"marked_after_sending": False}, "sent"),
    "failure written over another's claim": ("sleeping", {"failure_of_own_claim": False}, "claims"),
    "claim not looked at again": ("sleeping", {"claim_looked_at": False}, "sent"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_done_otherwise_breaks_a_promise(name: str) -> None:
    where, otherwise, promise = MUTATIONS[name]
    found = explore(SCENES[where], replace(Protocol(), **otherwise), PROMISES, ended)

    assert (found.wrong, bool(found.trace)) == (promise, True)


@pytest.mark.parametrize(
    "otherwise",
    [{"mark_cleared_first": False}, {"calls_after_commit": False}, {"looked_again": False}],
    ids=str,
)
def test_call_at_the_wrong_moment_leaves_an_event_to_the_clock(otherwise: dict[str, Any]) -> None:
    found = explore(QUIET["calling"], replace(WITHOUT_CLOCK, **otherwise), PROMISES, ended)

    assert (found.wrong, bool(found.trace)) == ("noticed", True)
