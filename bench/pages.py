"""The list and the page of an initiative over HTTP: not seen before, and seen before."""

from collections.abc import Callable, Generator, Iterator, Sequence

from bench.driving import Answers, Watched, around, each, get
from bench.measure import Result, Said, compare
from bench.running import Installation, bare
from bench.scale import Scale
from bench.town import address, lists

#: One rate after the other, as long as it is asked; its servers stop when it is closed.
Rates = Generator[float, None, None]

CONNECTIONS = 32
#: How many different pages go round when they have been seen before, and how many the bare server has in hand.
ROUND = 20
MADE = "the same template from what it was given before, by a bare starlette handler"
READY = "ready bytes of the same size by a bare starlette handler"


def measure(it: Installation, scale: Scale) -> Iterator[Result]:
    """Both kinds of page, each of them twice."""
    told = [address(one) for one in it.town.initiatives[: scale.told]]
    narrowed = lists()
    for kind, paths, unseen in (
        ("list", narrowed, _unseen_lists(it, scale, narrowed)),
        ("page", told, _unseen_pages(it, scale, told)),
    ):
        yield from _both(it, scale, kind, paths[-ROUND:], unseen)


def _both(
    it: Installation,
    scale: Scale,
    kind: str,
    known: Sequence[str],
    unseen: Callable[[Watched], Rates],
) -> Iterator[Result]:
    """``known`` are the pages that the bare server has in hand, and that are seen before."""
    with bare(it.env, it.servers.folder, known, it.web_processes) as port:
        made = [get(f"/made/{n}") for n in range(len(known))]
        ready = [get(f"/ready/{n}") for n in range(len(known))]

        def floor(requests: list[str], watched: Watched) -> Said:
            return Said(lambda: watched.rate(200, _around(port, requests, scale)))

        watched = Watched()
        first = unseen(watched)
        yield compare(
            f"{kind}.unseen.{it.engine}",
            "pages/s",
            Said(lambda: next(first)),
            MADE,
            floor(made, watched),
            repetitions=scale.repetitions,
            at_least=0.4,
            note=watched.note,
        )
        first.close()
        with it.serving() as ours:
            watched = Watched()
            pages = [get(path) for path in known]
            yield compare(
                f"{kind}.seen.{it.engine}",
                "pages/s",
                Said(lambda: watched.rate(200, _around(ours, pages, scale))),
                READY,
                floor(ready, watched),
                repetitions=scale.repetitions,
                at_least=0.5,
                note=watched.note,
            )


def _around(port: int, requests: list[str], scale: Scale) -> Answers:
    return around(port, requests, connections=CONNECTIONS, seconds=scale.seconds)


def _unseen_lists(
    it: Installation, scale: Scale, paths: Sequence[str]
) -> Callable[[Watched], Rates]:
    """One server, asked each time for lists that nobody has asked for."""

    def rates(watched: Watched) -> Rates:
        with it.serving() as port:
            for start in range(0, len(paths), scale.lists):
                requests = [get(path) for path in paths[start : start + scale.lists]]
                yield watched.rate(200, each(port, requests, connections=CONNECTIONS))

    return rates


def _unseen_pages(
    it: Installation, scale: Scale, paths: Sequence[str]
) -> Callable[[Watched], Rates]:
    """A server that starts afresh each time, warmed with pages of other initiatives."""
    others = [get(address(one)) for one in it.town.initiatives[scale.told :][: scale.lists // 4]]
    requests = [get(path) for path in paths]

    def rates(watched: Watched) -> Rates:
        while True:
            with it.serving(workers=False) as port:
                each(port, others, connections=CONNECTIONS).only(200)
                yield watched.rate(200, each(port, requests, connections=CONNECTIONS))

    return rates
