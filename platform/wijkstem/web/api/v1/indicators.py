"""Indicators in the API: what each means, what is counted, and how it is told apart, now or as of a day before."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Connection

from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.indicators import Reading, breakdowns, reading, readings
from wijkstem.queries.observations import Observed
from wijkstem.queries.open_data.keyset import Part
from wijkstem.queries.shown_observations import shown_observations
from wijkstem.queries.working_out import Value
from wijkstem.rules.indicators import Indicator as Definition
from wijkstem.rules.indicators import YearFigure
from wijkstem.rules.parts import Text
from wijkstem.web.api.v1 import asked
from wijkstem.web.api.v1.asked import Asked
from wijkstem.web.api.v1.parts import Shape, Uri
from wijkstem.web.api.v1.resources import Below, Listed, Resource, Single, some
from wijkstem.web.api.v1.tell import LANG, Here
from wijkstem.words import Breakdown, Direction, Unit
from wijkstem.words.sources import FigureKind

#: A figure to the digit: "6.60" is not "6.6".
Getal = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["6.60"])]


class Jaarcijfer(Shape):
    """Een cijfer uit een bron, precies zoals het daar staat."""

    jaar: int | None = Field(description="null: de bron noemt geen jaar.")
    waarde: Getal
    toelichting: str | None


class Cijfer(Shape):
    """Een geteld cijfer."""

    deel: str = Field(description="Een jaar, een code, of leeg voor het geheel.")
    waarde: Getal | None = Field(description="null: niet gemeten, of verborgen.")
    verborgen: bool = Field(description="Er is een cijfer, maar het gaat over te weinig mensen.")
    mensen: int | None
    gecorrigeerd_op: date | None


class Indicator(Shape):
    """Een cijfer waarmee de gemeente kijkt hoe het gaat."""

    code: str
    naam: str
    versie: int = Field(description="Een nieuwe versie meet iets anders.")
    eenheid: Unit
    richting: Direction
    formule: str | None = Field(
        description="null: het komt uit onderzoek, en wordt hier niet geteld."
    )
    uitsplitsingen: list[Breakdown]
    verantwoordelijk: str | None
    bron: str | None
    toelichting: str | None
    inwoners_geteld_door: list[str] = Field(
        description="Waar staat hoeveel mensen er wonen, als het cijfer daardoor is gedeeld."
    )
    nu: Cijfer | None
    nulmeting: Jaarcijfer | None
    ambitie: Jaarcijfer | None
    streefwaarden: list[Jaarcijfer]
    metingen: list[Jaarcijfer]
    vergelijking: list[Jaarcijfer]
    url: Uri
    cijfers: Uri | None
    waarnemingen: Uri
    pagina: Uri


class Cijfers(Shape):
    """Een geteld cijfer en zijn delen."""

    indicator: Uri
    versie: int
    peildatum: date | None
    per: Breakdown | None
    geheel: Cijfer
    delen: list[Cijfer]
    weggelaten_jaren: list[int] = Field(description="Over deze jaren zijn te weinig mensen bekend.")


class Waarneming(Shape):
    """Een cijfer uit een onderzoek, precies zoals de bron het geeft."""

    soort: FigureKind = Field(description="baseline, target, ambition, realisation of benchmark.")
    van: date | None = Field(description="null: de bron noemt geen periode.")
    tot: date | None
    wijk: str | None = Field(description="null: van de hele gemeente.")
    waarde: Getal | None = Field(description="null: verborgen.")
    verborgen: bool = Field(description="Er is een cijfer, maar het gaat over te weinig mensen.")
    ondervraagden: int | None = Field(
        description="Hoeveel mensen antwoord gaven. null: verborgen, of de bron noemt dat niet."
    )
    bron: str
    publicatie: str | None
    adres: str | None = Field(description="null: zonder adres, dus niet na te kijken.")
    versie: str = Field(description="De versie van de indicator waarvoor het cijfer is opgenomen.")
    opgenomen_op: date


class Waarnemingen(Shape):
    """Wat onderzoeken vonden: elk cijfer met zijn periode, steekproef en bron."""

    indicator: Uri
    peildatum: date | None
    waarnemingen: list[Waarneming]


PER = asked.Parameter(
    "per", Breakdown, N_("year, month, neighbourhood, instrument, channel of age"), "Waarin het cijfer is opgedeeld."
)  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _figure(it: Value) -> Cijfer:
    return Cijfer(
        deel=it.part,
        waarde=None if it.hidden or it.value is None else _plain(it.value),
        verborgen=it.hidden,
        mensen=None if it.hidden else it.people,
        gecorrigeerd_op=it.corrected_on,
    )


def _year(it: YearFigure) -> Jaarcijfer:
    return Jaarcijfer(jaar=it.year, waarde=it.value, toelichting=_said(it.explanation))


def _maybe(it: YearFigure | None) -> Jaarcijfer | None:
    return None if it is None else _year(it)


def _said(text: Text | None) -> str | None:
    return text.in_language(LANG) if text else None


def _indicator(here: Here, it: Definition, now: Reading | None) -> Indicator:
    return Indicator(
        code=it.code,
        naam=it.name.in_language(LANG),
        versie=it.version,
        eenheid=it.unit,
        richting=it.direction,
        formule=f"{it.formula} v{it.formula_version}" if it.formula else None,
        uitsplitsingen=sorted(breakdowns(it)),
        verantwoordelijk=_said(it.responsible),
        bron=_said(it.source),
        toelichting=_said(it.explanation),
        inwoners_geteld_door=[one.in_words() for one in now.counted_by] if now else [],
        nu=_figure(now.in_all) if now else None,
        nulmeting=_maybe(it.baseline),
        ambitie=_maybe(it.ambition),
        streefwaarden=[_year(one) for one in it.targets],
        metingen=[_year(one) for one in it.realisation],
        vergelijking=[_year(one) for one in it.benchmarks],
        url=here.url("indicatoren", it.code),
        cijfers=here.url("indicatoren", it.code, "cijfers") if it.formula else None,
        waarnemingen=here.url("indicatoren", it.code, "waarnemingen"),
        pagina=here.page("/indicatoren"),
    )


def _listed(connection: Connection, municipality_id: str, here: Here, it: Asked) -> Part[Any]:
    found = readings(connection, municipality_id, rules=here.rules)
    defined = sorted(here.rules.indicators.indicators, key=lambda one: one.code)
    return some([((one.code,), _indicator(here, one, found.get(one.code))) for one in defined], it)


def _one(connection: Connection, municipality_id: str, here: Here, code: str) -> Shape | None:
    it = next((one for one in here.rules.indicators.indicators if one.code == code), None)
    if it is None:
        return None
    found = readings(connection, municipality_id, rules=here.rules, codes=(code,))
    return _indicator(here, it, found.get(code))


def _figures(
    connection: Connection, municipality_id: str, here: Here, code: str, it: Asked
) -> Shape | None:
    by, as_of = it.only.get(PER.name), it.only.get(asked.AS_OF.name)
    try:
        found = reading(
            connection, municipality_id, rules=here.rules, code=code, by=by, as_of=as_of
        )
    except NotFound:
        return None
    return Cijfers(
        indicator=here.url("indicatoren", code),
        versie=found.definition.version,
        peildatum=as_of,
        per=by,
        geheel=_figure(found.in_all),
        delen=[_figure(one) for one in found.parts],
        weggelaten_jaren=sorted(found.left_out),
    )


def _observed(it: Observed) -> Waarneming:
    return Waarneming(
        soort=it.kind,
        van=it.period_from,
        tot=it.period_to,
        wijk=it.neighbourhood_code or None,
        waarde=None if it.value is None else _plain(it.value),
        verborgen=it.hidden,
        ondervraagden=it.sample_size,
        bron=it.source,
        publicatie=it.publication or None,
        adres=it.url or None,
        versie=it.definition_version,
        opgenomen_op=it.taken_on,
    )


def _observations(
    connection: Connection, municipality_id: str, here: Here, code: str, it: Asked
) -> Shape | None:
    """An indicator that nobody measured has none."""
    if all(one.code != code for one in here.rules.indicators.indicators):
        return None
    as_of = it.only.get(asked.AS_OF.name)
    found = shown_observations(
        connection, municipality_id, rules=here.rules, as_of=as_of, indicators=[code]
    )
    return Waarnemingen(
        indicator=here.url("indicatoren", code),
        peildatum=as_of,
        waarnemingen=[_observed(one) for one in found],
    )


INDICATORS: Final[Mapping[str, Resource]] = {
    "indicatoren": Resource(
        "Cijfers waarmee de gemeente kijkt hoe het gaat",
        "Een cijfer, met wat de gemeente wil bereiken",
        Listed(Indicator, _listed),
        Single(asked.CODE_KEY, Indicator, _one),
        below={
            "cijfers": Below(
                Cijfers,
                _figures,
                "Het getelde cijfer en zijn delen, nu of zoals het op een dag was",
                filters=(PER, asked.AS_OF),
            ),
            "waarnemingen": Below(
                Waarnemingen,
                _observations,
                "Wat onderzoeken vonden, met periode, steekproef en bron",
                filters=(asked.AS_OF,),
            ),
        },
    ),
}
