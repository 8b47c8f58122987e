"""The datasets: what each is called, what stands in its columns, and how its rows are read, some at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wijkstem.kit.datafiles import Form, Record
from wijkstem.kit.i18n import N_
from wijkstem.web.api.v1.tell import Here
from wijkstem.web.open_data import means_rows, rows

#: Rows of a dataset, as they come.
Reads = Callable[[Connection, str, Here], Iterator[Record]]


@dataclass(frozen=True)
class Dataset:
    """Rows that belong together."""

    name: str
    title: str
    about: str
    #: By name, what stands in it.
    columns: Mapping[str, str]
    read: Reads
    forms: tuple[Form, ...] = (Form.CSV, Form.JSON)

    def file(self, form: Form) -> str:
        """How it is called."""
        return f"{self.name}.{form}"


DATASETS: Final = (
    Dataset(
        "initiatieven",
        N_("Plannen van bewoners"),
        N_("Elk plan op de website: waar het over gaat en waar het nu is. Ook hoeveel steun het heeft."),
        {
            "nummer": "het nummer van het plan",
            "titel": "de titel",
            "instrument": "de manier van indienen",
            "wijk_code": "de wijk, code van het CBS",
            "wijk": "de naam van de wijk",
            "onderwerp": "waar het over gaat",
            "spelregels": "de versie van de spelregels",
            "ingediend_op": "datum",
            "stap": "waar het plan nu is",
            "stap_sinds": "datum",
            "uiterlijk": "de laatste dag van de termijn",
            "steun_voor": "steun of stemmen voor, die meetellen",
            "steun_tegen": "stemmen tegen, die meetellen",
            "steun_nodig": "hoeveel steun er nodig is",
            "steun_gehaald_op": "datum",
            "gesloten_op": "datum",
            "resultaat": "wat ervan werd",
            "pagina": "het adres van het plan",
        },
        rows.plans,
        (Form.CSV, Form.JSON, Form.GEOJSON),
    ),
    Dataset(
        "besluiten",
        N_("Besluiten over plannen"),
        N_("Elk besluit over een plan, met de reden. Ook hoe de raad stemde."),
        {
            "nummer": "het nummer van het plan en van de stap",
            "initiatief": "het nummer van het plan",
            "titel": "de titel van het plan",
            "instrument": "de manier van indienen",
            "wijk_code": "de wijk, code van het CBS",
            "op": "datum",
            "stap": "de stap die met het besluit klaar was",
            "besluit": "wat is besloten",
            "grond": "waarom niet, als code",
            "toelichting": "de woorden van de gemeente",
            "stemmen_voor": "stemmen van de raad",
            "stemmen_tegen": "stemmen van de raad",
            "pagina": "het adres van het plan",
        },
        rows.decisions,
    ),
    Dataset(
        "rondes",
        N_("Stemmingen over geld"),
        N_("Elk plan in een stemming over geld. Is er een uitslag? Dan ook wat het kreeg."),
        {
            "ronde": "het nummer van de ronde",
            "naam": "de naam van de ronde",
            "stand": "hoe ver de ronde is",
            "gebied": "het nummer van het gebied",
            "gebied_naam": "de naam van het gebied",
            "budget": "hele euro's voor het gebied",
            "nummer": "het nummer op de stemlijst",
            "initiatief": "het nummer van het plan",
            "titel": "de titel van het plan",
            "op_stemlijst": "of het op de stemlijst staat",
            "kosten": "hele euro's",
            "stemmen": "stemmen voor dit plan",
            "krijgt": "euro's",
            "uitkomst": "wat ervan werd",
        },
        rows.rounds,
    ),
    Dataset(
        "stembiljetten",
        N_("Stembiljetten"),
        N_("Elk biljet van een stemming waarvan de uitslag bekend is. Van wie het was, weet niemand."),
        {
            "ronde": "het nummer van de ronde",
            "gebied": "het nummer van het gebied",
            "biljet": "volgnummer, zonder betekenis",
            "wijze": "internet of papier",
            "plannen": "nummers van de stemlijst",
            "punten": "punten voor die plannen, als die er zijn",
        },
        rows.ballots,
    ),
    Dataset(
        "meedoen",
        N_("Manieren om mee te doen"),
        N_("Elke manier om mee te doen: voor wie, tot wanneer en hoe ver. Ook wat ermee is gedaan."),
        {
            "nummer": "het nummer",
            "titel": "de titel",
            "soort": "discussion, dialogue, vote of advice",
            "rol": "wat mensen te zeggen hebben",
            "doelgroep": "voor wie het is",
            "wijken": "codes van het CBS; leeg: de hele gemeente",
            "gekozen_door": "het orgaan dat deze manier koos",
            "gekozen_op": "datum",
            "bekend_op": "datum",
            "eerste_dag": "datum",
            "laatste_dag": "datum",
            "stand": "announced, closed, accounted of stopped",
            "antwoord_uiterlijk": "wanneer de gemeente zegt wat zij ermee doet",
            "antwoord_op": "datum",
            "antwoord": "wat er met de uitkomst is gedaan",
            "besluit": "followed, partly, otherwise of noted",
            "besloten_op": "datum",
            "dossier": "het nummer van het dossier",
            "initiatief": "het nummer van het plan waar het over gaat",
            "pagina": "het adres",
        },
        means_rows.means,
    ),
    Dataset(
        "stellingen",
        N_("Stellingen en antwoorden"),
        N_("Elke stelling, met wat iedereen en wat elke groep antwoordt. Wie dat was, weet niemand."),
        {
            "meedoen": "het nummer van de manier om mee te doen",
            "stelling": "de id van de stelling",
            "tekst": "de stelling",
            "groep": "leeg: iedereen; of de letter van een groep die vaak hetzelfde antwoordt",
            "eens": "hoeveel mensen",
            "oneens": "hoeveel mensen",
            "geen_mening": "hoeveel mensen",
            "eens_procent": "van honderd mensen",
            "verborgen": "true: er zijn aantallen, maar zij gaan over te weinig mensen",
        },
        means_rows.statements,
    ),
    Dataset(
        "indicatoren",
        N_("Cijfers over meedoen"),
        N_("De cijfers waarmee de gemeente kijkt hoe het gaat: per jaar geteld, of uit onderzoek."),
        {
            "code": "de code van het cijfer",
            "naam": "de naam",
            "versie": "de versie van de omschrijving",
            "eenheid": "count, percent, grade, days of euro",
            "soort": "wat het cijfer is: nulmeting, streefwaarde, ambitie, werkelijk of vergelijking",
            "herkomst": "geteld of onderzoek",
            "jaar": "leeg: in totaal, of het jaar is niet bekend",
            "wijk_code": "leeg: de hele gemeente",
            "waarde": "leeg: geen meting, of te weinig mensen",
            "verborgen": "true: er is een cijfer, maar het gaat over te weinig mensen",
            "gecorrigeerd_op": "de laatste dag waarop dit cijfer achteraf veranderde",
            "antwoorden": "hoeveel mensen antwoord gaven, bij onderzoek",
            "bron": "wie het heeft gemeten",
        },
        rows.indicators,
    ),
)  # fmt: skip
BY_NAME: Final[Mapping[str, Dataset]] = {one.name: one for one in DATASETS}


def of_file(name: str) -> tuple[Dataset, Form] | None:
    """Which dataset a file is of, and in which form; None for no file of ours."""
    stem, _, ending = name.partition(".")
    found = BY_NAME.get(stem)
    form = next((one for one in found.forms if one == ending), None) if found else None
    return (found, form) if found and form else None
