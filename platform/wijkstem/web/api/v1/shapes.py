"""What the API tells of plans, of the rules that they follow and of the places that they are about."""

from datetime import date
from typing import Literal

from pydantic import Field

from wijkstem.queries.open_data.advice import AdviceState
from wijkstem.web.api.v1.parts import Begrip, Shape, Uri
from wijkstem.words import Advice, Adviser, Heeded, Intent, Milestone


class Orgaan(Shape):
    """Een orgaan dat besluit of adviseert."""

    code: str
    naam: str
    soort: Literal["council", "committee", "college"]


class Gemeente(Shape):
    """De gemeente van dit adres."""

    code: str = Field(description="De code van het CBS.", examples=["GM0153"])
    naam: str
    inwoners: int
    inwoners_jaar: int
    inwoners_bron: str
    organen: list[Orgaan]
    pagina: Uri


class Stap(Shape):
    """Een stap op de weg van een plan."""

    code: str
    naam: str
    uitleg: str
    houder: Begrip = Field(description="Wie er in deze stap iets moet doen.")
    openbaar: bool
    einde: bool


class Instrument(Shape):
    """Een manier waarop bewoners iets kunnen indienen, met de spelregels van vandaag."""

    code: str
    naam: str
    samenvatting: str
    soort: Intent
    spelregels: str = Field(description="De versie van de spelregels.")
    minimumleeftijd: int
    steun_nodig: int | None = Field(description="Hoeveel mensen het plan moeten steunen.")
    steun_vanaf_leeftijd: int | None
    stappen: list[Stap]
    url: Uri
    pagina: Uri


class Spelregelversie(Shape):
    """Een versie van de spelregels. Een plan houdt de regels van de dag waarop het is ingediend."""

    versie: str = Field(examples=["2025.10"])
    geldig_vanaf: date
    controlegetal: str = Field(description="SHA-256 van de regels.")
    instrumenten: list[str]
    url: Uri


class Wijk(Shape):
    """Een wijk, met hoeveel erover te lezen is."""

    code: str
    naam: str
    inwoners: int | None
    initiatieven: int
    bijeenkomsten: int = Field(description="Bijeenkomsten die nog komen.")
    programmapunten: int
    url: Uri
    pagina: Uri


class StapNu(Shape):
    """Waar een plan nu is."""

    code: str
    naam: str
    houder: Begrip
    sinds: date
    uiterlijk: date | None = Field(description="De laatste dag van de termijn, als er een is.")


class Steun(Shape):
    """Steun die meetelt. Bij een stemming zijn dit de stemmen."""

    voor: int
    tegen: int
    nodig: int | None
    gehaald_op: date | None


class Initiatief(Shape):
    """Een plan van bewoners. Wie het indiende en wat die schreef, staat hier niet in."""

    nummer: str = Field(examples=["2026-0042"])
    titel: str
    instrument: Begrip
    wijk: Begrip
    onderwerp: Begrip
    spelregels: str
    ingediend_op: date
    stap: StapNu
    steun: Steun | None
    gesloten_op: date | None
    resultaat: Milestone | None
    url: Uri
    tijdlijn: Uri
    pagina: Uri


class Gebeurtenis(Shape):
    """Iets dat met een plan gebeurde."""

    volgnummer: int
    soort: str = Field(examples=["initiative.step_taken"])
    op: date
    stap: str | None
    naar_stap: str | None
    betekenis: Milestone | None
    uitkomst: str | None
    grond: str | None
    toelichting: str | None = Field(description="De woorden van de gemeente.")
    uiterlijk: date | None
    aantal: int | None
    orgaan: str | None
    vergadering: Uri | None
    ander_initiatief: Uri | None


class Partijstem(Shape):
    """Hoe een partij stemde."""

    partij: str
    voor: int
    tegen: int


class Besluit(Shape):
    """Een besluit over een plan."""

    nummer: str = Field(description="Het nummer van het plan en van de stap.")
    initiatief: Uri
    titel: str
    instrument: str
    wijk: str
    op: date
    stap: str
    besluit: Milestone
    grond: str | None
    toelichting: str | None
    stemming: list[Partijstem]
    url: Uri
    pagina: Uri


class Adviesstemmen(Shape):
    """Hoe een wijkraad stemde. Wie wat stemde, staat hier niet in."""

    positief: int
    met_voorwaarden: int
    negatief: int
    geen_advies: int
    belang: int = Field(description="Leden die niet meededen omdat zij belang hebben.")


class Advies(Shape):
    """Een advies over een plan."""

    id: str = Field(json_schema_extra={"format": "uuid"})
    initiatief: Uri
    wijk: str
    van: Adviser
    stand: AdviceState
    begonnen_op: date
    uiterlijk: date | None
    advies: Advice | None
    gegeven_op: date | None
    stemmen: Adviesstemmen | None
    toelichting: str
    voorwaarden: str
    antwoord_uiterlijk: date | None
    gevolgd: Heeded | None
    beantwoord_op: date | None
    antwoord: str
    url: Uri
    pagina: Uri


class Probleem(Shape):
    """Wat er misging (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
