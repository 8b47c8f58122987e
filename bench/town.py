"""The town that most measurements are about: ten thousand initiatives, some of them with a long past."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from bench.rulebooks import NEIGHBOURHOODS, bench_rules
from bench.running import Installation, Servers, installation
from bench.scale import Scale
from bench.seed import INSTRUMENTS
from wijkstem.tables.initiatives import Initiative
from wijkstem.web.links import initiative_path

#: Pages of the list that visitors turn to.
TURNS = 10


@contextmanager
def town(servers: Servers, engine: str, scale: Scale) -> Iterator[Installation]:
    """Filled on one engine: the first ``scale.told`` initiatives have signatures and a long timeline."""
    rules = servers.folder / "rules-town"
    if not rules.exists():
        bench_rules(rules)
    with installation(servers, engine, f"town_{engine}", rules, webs=scale.webs) as it:
        here = it.town
        here.settle_in(scale.people)
        # Filed, edited and admitted: as many lines as were asked for.
        for initiative in here.file(scale.told, edits=scale.lines - 2):
            here.sign(initiative, scale.signatures)
        here.file(scale.initiatives - scale.told)
        here.fold()
        yield it


def address(initiative: Initiative) -> str:
    """Where its page is."""
    return initiative_path(initiative.number, initiative.slug)


def lists(seed: int = 1) -> list[str]:
    """Different lists, each narrowed by a filter or more, in a mixed order that is the same each time."""
    asked = [
        f"/initiatieven?wijk={where}&soort={kind}&stand={stage}&volgorde={order}&pagina={page}"
        for where, kind, stage, order, page in product(
            NEIGHBOURHOODS,
            ("", *INSTRUMENTS),
            ("", "open"),
            ("newest", "closing", "support"),
            range(1, TURNS + 1),
        )
    ]
    random.Random(seed).shuffle(asked)
    return asked
