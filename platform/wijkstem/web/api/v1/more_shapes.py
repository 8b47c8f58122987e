"""What the API tells of budget rounds and of the council: meetings, promises and dossiers."""

from datetime import date

from pydantic import Field

from wijkstem.web.api.v1.parts import Moment, Shape, Uri
from wijkstem.words import PromiseState
from wijkstem.words.rounds import OnBallot, PhaseKind, RoundState


class Fase(Shape):
    """Van wanneer tot wanneer iets kan."""

    soort: PhaseKind
    begint: Moment
    eindigt: Moment


class Stemlijstplan(Shape):
    """Een plan dat meedoet in een ronde."""

    initiatief: Uri
    titel: str
    stand: OnBallot
    nummer: int | None = Field(description="Het nummer op de stemlijst.")
    kosten: int | None = Field(description="Hele euro's.")
    categorie: str | None


class Gebied(Shape):
    """Een deel van de gemeente met een eigen budget."""

    nummer: int
    naam: str
    budget: int = Field(description="Hele euro's.")
    inwoners: int | None
    wijken: list[str]
    plannen: list[Stemlijstplan]


class Ronde(Shape):
    """Een stemming over geld."""

    nummer: str
    naam: str
    over: str
    instrument: str
    stand: RoundState
    open_vanaf: Moment | None
    open_tot: Moment | None
    regels: str | None = Field(description="SHA-256 van de vastgelegde regels.")
    gestopt_omdat: str | None
    url: Uri
    uitslag: Uri | None = Field(description="Is er als de uitslag bekend is.")
    pagina: Uri


class RondeGeheel(Ronde):
    """Een ronde met alles wat erin zit."""

    fasen: list[Fase]
    gebieden: list[Gebied]


class Planuitslag(Shape):
    """Wat er van een plan werd."""

    nummer: int
    titel: str
    initiatief: Uri | None
    stemmen: int
    kosten: float
    krijgt: float
    uitkomst: str = Field(description="won, partly, lost of waits.")


class Gebieduitslag(Shape):
    """De uitslag van een gebied."""

    nummer: int
    naam: str
    budget: int
    telregel: str
    stemmers: int
    toegekend: float
    over: float
    winnaars: list[int] = Field(
        description="Nummers van de stemlijst, in de volgorde van de telling."
    )
    plannen: list[Planuitslag]


class Opkomst(Shape):
    """Hoeveel mensen op een dag stemden."""

    op: date
    stemmers: int


class Uitslag(Shape):
    """De uitslag van een ronde."""

    ronde: Uri
    kiezers: int = Field(description="Mensen op de kiezerslijst.")
    gestemd: int
    opkomst: list[Opkomst]
    gebieden: list[Gebieduitslag]
    bestanden: Uri = Field(description="Alles om de telling over te doen.")
    pagina: Uri


class Vergadering(Shape):
    """Een vergadering van de raad of van een ander orgaan."""

    id: str = Field(json_schema_extra={"format": "uuid"})
    naam: str
    orgaan: str
    gehouden_op: date
    begint: Moment | None
    locatie: str | None
    stand: str = Field(description="gepland, gehouden of geannuleerd.")
    url: Uri
    agendapunten: Uri
    pagina: Uri


class Agendapunt(Shape):
    """Een punt op een agenda."""

    id: str = Field(json_schema_extra={"format": "uuid"})
    vergadering: Uri
    volgnummer: int
    titel: str
    omschrijving: str | None
    resultaat: str | None
    initiatief: Uri | None
    url: Uri
    pagina: Uri


class Toezegging(Shape):
    """Iets dat aan de raad of aan bewoners is beloofd."""

    id: str = Field(json_schema_extra={"format": "uuid"})
    wat: str
    door: str = Field(description="Het ambt van wie het beloofde.")
    uitvoerder: str
    gedaan_op: date = Field(description="De dag waarop het is beloofd.")
    uiterlijk: date
    stand: PromiseState
    te_laat: bool
    gewijzigd_op: date
    initiatief: Uri | None
    url: Uri
    pagina: Uri


class Dossier(Shape):
    """Alles over een onderwerp."""

    nummer: str
    titel: str
    over: str
    geopend_op: date
    gewijzigd_op: date
    url: Uri
    pagina: Uri


class Dossierregel(Shape):
    """Iets dat in een dossier staat."""

    op: date
    soort: str
    titel: str
    tekst: str
    adres: Uri | None
    rubriek: str
    resultaat: str
    let_op: str


class DossierGeheel(Dossier):
    """Een dossier met alles wat erin staat, in volgorde van tijd."""

    regels: list[Dossierregel]
