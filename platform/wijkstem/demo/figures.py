"""Figures from outside in the demo: what people said at the counter and on the telephone, their complaints, and surveys.

All of it is made up, and each survey says so where its source stands. Nothing is made up of what a municipality's own
texts hold: of an indicator for which they have a measurement none is added. Nor is anything made up about how many
people live where, because a table of inhabitants has no place that would say so.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wijkstem.commands.bringing import bring_in, take
from wijkstem.commands.handlers import execute
from wijkstem.demo.crowd import Crowd
from wijkstem.domain.layouts import LAYOUTS
from wijkstem.domain.source_files import Asked
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.services import Services
from wijkstem.words import Unit
from wijkstem.words.sources import SourceKind

OFFICIAL = "ambtenaar-1"
#: What stands as the source of a survey that nobody held.
MADE_UP = "Verzonnen voor de demo: dit is geen echt onderzoek"
HEAD = "indicator;soort;jaar;waarde;wijk;steekproef;bron"
#: About what people answer.
_AROUND = {Unit.PERCENT: Decimal("48.0"), Unit.GRADE: Decimal("6.6")}


def bring_figures(services: Services, slug: str, crowd: Crowd, today: date) -> None:
    """The files that count."""
    official, rules = crowd.known[OFFICIAL], services.rules.of(slug)
    asked = Asked(rules, today)
    surveyed = list(_surveys(rules, today))

    def run(command: object) -> object:
        return execute(services, slug, command, official)

    for kind, lines in (
        (SourceKind.FEEDBACK, _feedback(today)),
        (SourceKind.GRIEVANCES, _grievances(today)),
        *([(SourceKind.OBSERVATIONS, [HEAD, *surveyed])] if surveyed else []),
    ):
        file = io.BytesIO("\n".join(lines).encode())
        take(run, bring_in(run, file, LAYOUTS[kind], asked), replace=False)


def _surveys(rules: MunicipalityRules, today: date) -> Iterator[str]:
    """Three years, of the whole municipality and of two neighbourhoods."""
    places = ["", *sorted(one.code for one in rules.municipality.neighbourhoods)[:2]]
    measured = [
        one
        for one in rules.indicators.indicators
        if one.formula is None and not one.realisation and one.unit in _AROUND
    ]
    for number, one in enumerate(measured):
        for ago in (3, 2, 1):
            for place, code in enumerate(places):
                figure = _AROUND[one.unit] + Decimal("0.1") * (number + 2 * place - 3 * ago)
                people = 900 if not code else 120 + 10 * place
                written = str(figure).replace(".", ",")
                yield f"{one.code};realisatie;{today.year - ago};{written};{code};{people};{MADE_UP}"


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
