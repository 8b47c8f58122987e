"""A newspaper's link: an anonymous rush on one initiative, while residents sign another."""

import statistics
from collections.abc import Iterator

from bench.driving import Answers, each, get, offered
from bench.measure import Result, spread
from bench.running import Installation
from bench.scale import Scale
from bench.signing import CONNECTIONS, forms, require_counted, to_sign
from bench.town import address

#: Connections of the rush: more than the pool and the threads of the server.
VISITORS = 256
#: The rush lasts longer than the signing, so that every signature is given under it.
LONGER = 1.5
TURNS = 3
SIGNED, PAGE, BUSY = 303, 200, 503


def measure(it: Installation, scale: Scale) -> Iterator[Result]:
    """Signing alone and under the rush, in turns."""
    turns = min(TURNS, scale.repetitions)
    initiatives = to_sign(it, 1 + 2 * turns)
    numbers = iter(initiatives)
    page = [get(address(it.town.initiatives[0]))]
    alone, rushed, visits = [], [], []
    with it.serving() as port:

        def signing() -> Answers:
            requests = forms(it, next(numbers), scale.people)
            return each(port, requests, connections=CONNECTIONS, seconds=scale.seconds)

        warm = signing()
        for _ in range(turns):
            alone.append(signing())
            rush = offered(
                port, page, connections=VISITORS, rate=scale.rush, seconds=scale.seconds * LONGER
            )
            rushed.append(signing())
            visits.append(rush.answers())
    accepted = sum(one.statuses.get(SIGNED, 0) for one in [warm, *alone, *rushed])
    require_counted(it, initiatives, accepted)
    yield _signing(it.engine, alone, rushed)
    yield _visiting(it.engine, visits, scale.rush)


def _signing(engine: str, alone: list[Answers], rushed: list[Answers]) -> Result:
    rates = [one.rate(SIGNED) for one in rushed]
    value = statistics.median(rates)
    floor = statistics.median(one.rate(SIGNED) for one in alone)
    shed = sum(one.statuses.get(BUSY, 0) for one in rushed)
    p99 = statistics.median(one.percentile(0.99, SIGNED) for one in rushed)
    return Result(
        f"rush.signing.{engine}",
        value,
        "signatures/s",
        "signing without the rush",
        floor,
        spread(rates),
        "≥ 0.5 ×",
        value / floor >= 0.5,
        f"p99 {p99:.0f} ms; signers told that it is too busy: {shed}",
    )


def _visiting(engine: str, visits: list[Answers], rate: int) -> Result:
    rates = [one.rate(PAGE) for one in visits]
    given = sum(one.statuses.get(PAGE, 0) for one in visits)
    shed = sum(one.statuses.get(BUSY, 0) for one in visits)
    other = sum(sum(one.statuses.values()) for one in visits) - given - shed
    lost = sum(one.unanswered for one in visits)
    p99 = statistics.median(one.percentile(0.99, PAGE) for one in visits)
    share = shed / max(1, given + shed)
    return Result(
        f"rush.visiting.{engine}",
        statistics.median(rates),
        "pages/s",
        "pages a second that were asked for",
        float(rate),
        spread(rates),
        "no other answer than the page or 503",
        other == 0 and lost == 0,
        f"503: {share:.0%} of the answers; unanswered {lost}; other answers {other}; "
        f"p99 of a page {p99:.0f} ms from the moment it was due",
    )
