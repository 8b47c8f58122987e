"""What the API tells of means: what was chosen and promised, what was said, what came out, and what was done with it."""

from datetime import date

from pydantic import Field

from wijkstem.web.api.v1.parts import Begrip, Moment, Shape, Uri
from wijkstem.words.discussion import ContributionStance
from wijkstem.words.means import Audience, MeansState
from wijkstem.words.outcomes import OutcomeState, Ruling


class Middel(Shape):
    """Een manier om mee te doen, met wat is beloofd en wat ermee is gedaan."""

    nummer: str
    titel: str
    soort: Begrip
    vraag: str
    rol: Begrip | None = Field(description="Wat mensen te zeggen hebben.")
    belofte: str = Field(description="Wat er met de uitkomst gebeurt.")
    doelgroep: Audience
    wijken: list[Begrip] = Field(description="Waar het over gaat; leeg: de hele gemeente.")
    gekozen_door: Begrip | None = Field(description="Het orgaan dat deze manier koos.")
    gekozen_op: date | None
    keuze: str = Field(description="Wat is gekozen, en waarom.")
    bekend_op: date
    open_vanaf: Moment | None
    open_tot: Moment | None
    stand: MeansState
    eerder_dicht_omdat: str | None = Field(description="Of waarom het niet doorgaat.")
    antwoord_uiterlijk: date | None
    antwoord: str | None = Field(description="Wat er met de uitkomst is gedaan.")
    antwoord_op: date | None
    dossier: Uri
    initiatief: Uri | None
    raadsvoorstel: Uri | None = Field(description="De pagina van het voorstel.")
    bijdragen: Uri | None = Field(description="Van een gesprek.")
    stellingen: Uri | None = Field(description="Van een gesprek met stellingen.")
    url: Uri
    pagina: Uri


class Bijdrage(Shape):
    """Wat iemand zei in een gesprek. Wie dat was, staat er niet bij."""

    nummer: int
    standpunt: ContributionStance | None = Field(description="Een reactie heeft er geen.")
    tekst: str = Field(description="Leeg als de tekst is verborgen.")
    verborgen: bool
    grond: str | None = Field(description="Waarom de tekst is verborgen, als code.")
    reactie_op: int | None = Field(description="Het nummer van een andere bijdrage.")
    namens: str | None = Field(description="Het ambt, als de gemeente dit zei.")
    wijk: Begrip | None = Field(description="Alleen als iemand die wilde tonen.")
    gezegd_op: Moment
    gewijzigd_op: Moment | None
    versie: int
    reacties: int
    steun: int
    pagina: Uri


class Antwoorden(Shape):
    """Hoe vaak een antwoord is gegeven."""

    eens: int
    oneens: int
    geen_mening: int


class Groepsantwoord(Shape):
    """Wat een groep vindt die vaak hetzelfde antwoordt."""

    groep: str = Field(description="De letter van de groep.")
    eens_procent: int
    antwoorden: Antwoorden | None = Field(
        description="null als anders te zien is wat een paar anderen zeiden."
    )


class Stelling(Shape):
    """Een zin om het mee eens of oneens te zijn. Wie de zin schreef, staat er niet bij."""

    id: str = Field(json_schema_extra={"format": "uuid"})
    tekst: str
    antwoorden: Antwoorden | None = Field(
        description="null als te weinig mensen antwoord gaven, of er nog geen uitkomst is."
    )
    groepen: list[Groepsantwoord] | None = Field(
        description="null als er geen groepen zijn, of een groep te klein is."
    )


class Groep(Shape):
    """Mensen die vaak hetzelfde antwoorden."""

    groep: str
    mensen: int


class Stellinguitkomst(Shape):
    """Wat er uit de antwoorden op stellingen kwam."""

    berekend_op: Moment
    definitief: bool
    mensen: int
    antwoorden: int
    groepen: list[Groep]
    eens_over: list[str] = Field(
        description="Id's van stellingen waar elke groep het over eens is."
    )
    controlegetal: str
    kleinste_groep: int | None = Field(
        description="Van minder mensen staat er niets in; leeg bij wat voor deze regel is berekend."
    )
    antwoorden_nodig: int | None = Field(
        description="Wie minder stellingen beantwoordde, staat in geen groep; leeg bij wat voor deze regel is berekend."
    )
    stellingen: Uri
    pagina: Uri


class Antwoorduitslag(Shape):
    """Wat er van een antwoord werd."""

    nummer: int
    titel: str
    plaats: int
    score: int
    stemmers: int
    stand: str


class Wijkopkomst(Shape):
    """Hoeveel mensen uit een wijk stemden."""

    wijk: str = Field(description="Code van het CBS; leeg: niet bekend.")
    stemmers: int | None = Field(description="null: te weinig om te tonen.")


class Vraaguitslag(Shape):
    """De uitslag van een stemming over een vraag."""

    middel: Uri
    uitkomst: str
    kiezers: int = Field(description="Mensen die konden stemmen.")
    gestemd: int
    leeg: int
    opkomst_nodig: int
    antwoorden: list[Antwoorduitslag]
    opkomst: list[Wijkopkomst]
    pagina: Uri


class Middelbesluit(Shape):
    """Wat het bestuur met de uitkomst doet."""

    middel: Uri
    stand: OutcomeState
    orgaan: Begrip | None
    bekend_op: date
    op_agenda_uiterlijk: date | None
    vergadering: Uri | None
    vergaderd_op: date | None
    niet_op_agenda_omdat: str | None
    besluit: Ruling | None
    toelichting: str | None
    besloten_op: date | None
    pagina: Uri
