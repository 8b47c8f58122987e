"""Figures from outside in the demo: what people said at the counter and on the telephone, and their complaints. Made up.

Nothing is made up of what stands in a municipality's own texts, and nothing about how many people live where.
"""

import io
from collections.abc import Iterator
from datetime import date

from wijkstem.commands.bringing import bring_in, take
from wijkstem.commands.handlers import execute
from wijkstem.demo.crowd import Crowd
from wijkstem.domain.layouts import LAYOUTS
from wijkstem.domain.source_files import Asked
from wijkstem.services import Services
from wijkstem.words.sources import SourceKind

OFFICIAL = "ambtenaar-1"


def bring_figures(services: Services, slug: str, crowd: Crowd, today: date) -> None:
    """Two files that count."""
    official = crowd.known[OFFICIAL]
    asked = Asked(services.rules.of(slug), today)

    def run(command: object) -> object:
        return execute(services, slug, command, official)

    for kind, lines in (
        (SourceKind.FEEDBACK, _feedback(today)),
        (SourceKind.GRIEVANCES, _grievances(today)),
    ):
        file = io.BytesIO("\n".join(lines).encode())
        take(run, bring_in(run, file, LAYOUTS[kind], asked), replace=False)


def _feedback(today: date) -> Iterator[str]:
    """The last twelve months."""
    yield "kanaal;maand;goed;ertussenin;slecht"
    for ago in range(1, 13):
        year, month = divmod(today.year * 12 + today.month - 1 - ago, 12)
        when = f"{year}-{month + 1:02}"
        yield f"balie;{when};{30 + ago % 5};{7 - ago % 3};{3 + ago % 2}"
        yield f"telefoon;{when};{18 + ago % 4};{6 + ago % 3};{5 - ago % 2}"
        yield f"e-mail;{when};{9 - ago % 3};{4 + ago % 2};{2 + ago % 3}"


def _grievances(today: date) -> Iterator[str]:
    """The year before this one."""
    year = today.year - 1
    yield "soort;jaar;uitkomst;aantal;op_tijd"
    yield f"klacht;{year};gegrond;6;5"
    yield f"klacht;{year};ongegrond;11;10"
    yield f"klacht;{year};opgelost;19;19"
    yield f"bezwaar;{year};gegrond;5;4"
    yield f"bezwaar;{year};ongegrond;14;11"
    yield f"bezwaar;{year};ingetrokken;8;8"
    yield f"beroep;{year};ongegrond;5;"
