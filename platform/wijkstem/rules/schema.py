"""The shape of the rules files; what does not fit is refused at boot with file, field and expectation.

Four kinds of file, all TOML. Two are here:

* ``<municipality>/gemeente.toml``: who and where (`Municipality`);
* ``<municipality>/spelregels-<date>.toml``: what is in force from that date (`RulesVersion`).

`steps.py` has ``paden/<path>.toml``, and `indicators.py` ``<municipality>/indicatoren.toml``.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from wijkstem.rules.advising import Advising
from wijkstem.rules.archiving import ArchiveRule
from wijkstem.rules.carrying_out import CarryingOutRule
from wijkstem.rules.council_proposals import ReadableProposals
from wijkstem.rules.departments import Departments
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.rules.discussing import Discussing
from wijkstem.rules.drawing import Drawing
from wijkstem.rules.escalating import Escalation
from wijkstem.rules.keeping import Keeping
from wijkstem.rules.keeping import Kept as Kept
from wijkstem.rules.meeting_terms import MeetingTerm
from wijkstem.rules.outcomes import OutcomeRoute
from wijkstem.rules.parts import Id as Id
from wijkstem.rules.parts import NeighbourhoodCode as NeighbourhoodCode
from wijkstem.rules.parts import Number as Number
from wijkstem.rules.parts import Part as Part
from wijkstem.rules.parts import Sourced as Sourced
from wijkstem.rules.parts import Term as Term
from wijkstem.rules.parts import Text as Text
from wijkstem.rules.parts import twice as twice
from wijkstem.rules.routing import Route
from wijkstem.rules.speaking import Speaking
from wijkstem.words import (
    OTHER_SUBJECT,
    Area,
    BodyKind,
    CountedOn,
    Holder,
    Intent,
    Role,
    WithoutDigiD,
)


class Recess(Sourced):
    """Days on which those who decide do not meet, both of these included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"a recess from {self.first} ends before it begins: {self.last}")
        return self


class Ground(Sourced):
    """A ground on which an official may refuse; its code is counted, its name is read."""

    code: Id
    name: Text


ONLY_GROUND = Ground(
    code="rules",
    name=Text(nl="Het past niet bij de spelregels", en="It does not fit the rules"),
    assumed=True,
)


class Moderating(Part):
    """How what residents reported is decided, and how a decision can be looked at again."""

    #: Within how long a report is decided.
    answer_report: Term = Term(weeks=2, assumed=True)
    #: How long it can be asked to have a decision looked at again, and within how long that is done.
    appeal_within: Term = Term(weeks=6, assumed=True)
    answer_appeal: Term = Term(weeks=6, assumed=True)
    #: Within how long the submitters of two plans say whether one goes on in the other.
    answer_merge: Term = Term(weeks=2, assumed=True)
    #: Within how long a plan that was spoken is typed out.
    type_out: Term = Term(weeks=1, assumed=True)
    #: On which something can be hidden.
    grounds: list[Ground] = Field(default=[ONLY_GROUND], min_length=1)
    #: What an official begins with; what stands in square brackets they write themselves.
    template: str = Field(default="[Schrijf hier in gewone woorden wat u besluit en waarom.]")

    #: The same for who does not admit a plan.
    refusal: str = Field(
        default="[Schrijf hier waarom dit plan niet past bij de spelregels.] [Schrijf hier wat de indiener wel kan doen.]"
    )

    @model_validator(mode="after")
    def _stands_once(self) -> Self:
        if doubles := twice(ground.code for ground in self.grounds):
            raise ValueError(f"grounds stand twice: {doubles}")
        return self

    def ground(self, code: str | None, lang: str) -> str:
        """The name of a ground; "" for none of these."""
        return next((one.name.in_language(lang) for one in self.grounds if one.code == code), "")


class FormField(Part):
    """A question on the submission form of an instrument."""

    id: Id
    label: Text
    help: Text | None = None
    required: bool = True
    multiline: bool = True
    max_length: int = Field(default=5000, ge=1, le=20000)


class Support(Sourced):
    """Who counts as a valid supporter, and how many are needed.

    Its source covers where supporters live and on which day that is looked at; the numbers have their own.
    """

    threshold: Number | None = None
    minimum_age: Number
    lives_in: Area = Area.MUNICIPALITY
    counted_on: CountedOn = CountedOn.SIGNING_DAY
    #: On the day of signing it was looked at most so many days ago where somebody lives; otherwise they log in again.
    residence_within_days: Number | None = None


class Instrument(Part):
    """A way for residents to bring something forward."""

    intent: Intent = Intent.PLAN
    name: Text
    summary: Text
    path: Id
    minimum_age: Number
    support: Support | None = None
    terms: dict[Id, Term] = {}
    grounds: list[Ground] = []
    fields: list[FormField] = Field(min_length=1)
    #: The body that an agenda request goes to.
    body: Id | None = None
    #: Which of its meetings decide; None: the rules count days and no meetings.
    meeting_term: MeetingTerm | None = None

    @model_validator(mode="after")
    def _stands_once(self) -> Self:
        if doubles := twice(ground.code for ground in self.grounds):
            raise ValueError(f"grounds stand twice: {doubles}")
        if doubles := twice(field.id for field in self.fields):
            raise ValueError(f"fields stand twice: {doubles}")
        return self


class RulesVersion(Part):
    """A municipality's rules from a date on; a published version is never edited, the next one is added."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}$")]
    in_force: date
    instruments: dict[Id, Instrument] = Field(min_length=1)
    #: Which body a plan goes to; the first that fits.
    routing: list[Route] = []

    @model_validator(mode="after")
    def _routes_stand_once(self) -> Self:
        if doubles := twice(one.id for one in self.routing):
            raise ValueError(f"routing: stand twice: {doubles}")
        named = {name for one in self.routing for name in one.instruments}
        if strangers := sorted(named - self.instruments.keys()):
            raise ValueError(f"routing: no instruments of this version: {strangers}")
        return self


class Body(Part):
    """A body that decides: council, committee or college."""

    id: Id
    name: str = Field(min_length=1)
    kind: BodyKind


class Neighbourhood(Part):
    """A wijk by its CBS code. Names and codes: CBS / Kadaster, CC BY 4.0."""

    code: NeighbourhoodCode
    name: str = Field(min_length=1)
    inhabitants: int | None = Field(default=None, ge=0)


class Subject(Part):
    """What a plan can be about; residents choose one, and find plans by it."""

    id: Id
    name: Text


ONLY_SUBJECT = Subject(id=OTHER_SUBJECT, name=Text(nl="Iets anders", en="Something else"))


class Inhabitants(Part):
    """How many people live in the municipality, on which day, says who."""

    value: int = Field(gt=0)
    year: int
    source: str = Field(min_length=1)


class EmailCode(Sourced):
    """What may be done by who logs in with a code sent by e-mail, which shows a mailbox and not who it is."""

    allows: list[WithoutDigiD] = Field(min_length=1)


class Statement(Part):
    """What the municipality itself declares of this site in the government's register of accessibility."""

    #: A: meets all requirements; B: some; C: first measures; D: does not. Who has no statement, has none here.
    status: Literal["A", "B", "C", "D"]
    register_page: Annotated[
        str,
        StringConstraints(pattern=r"^https://www\.toegankelijkheidsverklaring\.nl/register/\d+$"),
    ]
    revised_on: date


class Accessibility(Part):
    """Where residents say that they cannot use the site; only what the municipality itself gave, never a guess."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    telephone: Annotated[str, StringConstraints(pattern=r"^[0-9+][0-9 -]{2,20}$")] | None = None
    page: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    #: Who gave it, and when.
    source: str = Field(min_length=1)
    statement: Statement | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.email or self.telephone or self.page):
            raise ValueError("accessibility: give an e-mail address, a telephone number or a page")
        return self


class CouncilSystem(Part):
    """Where the council keeps its agenda, as far as that is known."""

    #: Who says so: a guess would take in another municipality's meetings.
    source: str = Field(min_length=1)
    supplier: Literal["notubiz", "ibabs"]
    #: The supplier's own number for this municipality: what its files say instead of the CBS code.
    organisation: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}$")] | None = None

    @property
    def known_as(self) -> str | None:
        return f"{self.supplier}:{self.organisation}" if self.organisation else None


class Municipality(Keeping):
    """Who and where, and how the site treats people: what holds today, for every plan, whenever it was filed."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}$")]
    name: str = Field(min_length=1)
    cbs_code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    inhabitants: Inhabitants
    bodies: list[Body] = Field(min_length=1)
    neighbourhoods: list[Neighbourhood] = Field(min_length=1)
    #: Rules that were written for a release without subjects name none; then there is only this one.
    subjects: list[Subject] = Field(default=[ONLY_SUBJECT], min_length=1)
    #: None: the municipality has not said yet where residents can go, and the page says so.
    accessibility: Accessibility | None = None
    #: Terms that stop in a recess are counted with those that are known when they begin.
    recesses: list[Recess] = []
    #: By instrument; what is not here goes to no archive.
    archive: dict[Id, ArchiveRule] = {}
    #: None: neighbourhoods are not asked for advice here, and no path may wait for it.
    advice: Advising | None = None
    #: Who is told of a step that was not taken in time.
    escalation: list[Escalation] = []
    #: What files of before there were reports leave to the software.
    moderation: Moderating = Moderating()
    #: None: nobody said where; then a file that names only a supplier's number is refused.
    council_system: CouncilSystem | None = None
    #: None: residents do not speak at meetings.
    speaking: Speaking | None = None
    #: None: nobody is drawn by lot here.
    drawing: Drawing | None = None
    #: None: an official begins by hand.
    carrying_out: CarryingOutRule | None = None
    #: None: proposals to the council are not opened for questions here.
    council_proposals: ReadableProposals | None = None
    #: What files of before there were discussions leave to the software.
    discussion: Discussing = Discussing(assumed=True)
    #: The same of dialogues.
    dialogue: Dialoguing = Dialoguing(assumed=True)
    #: How many days before taking part is over who follows it and did not take part is told so.
    closing_near: Kept = Kept(days=3, assumed=True)
    #: To whom goes what comes of taking part; of what fits none the municipality itself says what it does with it.
    outcomes: list[OutcomeRoute] = []
    #: None: everybody at the desk is of one department.
    departments: Departments | None = None
    #: None: nobody comes in by e-mail alone.
    email_code: EmailCode | None = None

    @property
    def without_digid(self) -> list[WithoutDigiD]:
        """What may be done by who came in by e-mail alone."""
        return self.email_code.allows if self.email_code else []

    @model_validator(mode="after")
    def _codes_fit(self) -> Self:
        codes = [n.code for n in self.neighbourhoods]
        if doubles := twice(codes):
            raise ValueError(f"neighbourhood codes stand twice: {doubles}")
        digits = self.cbs_code.removeprefix("GM")
        if strangers := [code for code in codes if code[2:6] != digits]:
            raise ValueError(f"neighbourhood codes are not of {self.cbs_code}: {strangers}")
        if doubles := twice(body.id for body in self.bodies):
            raise ValueError(f"bodies stand twice: {doubles}")
        if doubles := twice(holder for one in self.escalation for holder in one.late):
            raise ValueError(f"escalation: steps of {doubles} stand twice")
        if doubles := twice(subject.id for subject in self.subjects):
            raise ValueError(f"subjects stand twice: {doubles}")
        if self.subject(OTHER_SUBJECT) is None:
            raise ValueError(f"subjects: {OTHER_SUBJECT!r} is missing, for what fits no other")
        return self

    @model_validator(mode="after")
    def _speakers_have_a_body(self) -> Self:
        bodies = self.speaking.bodies if self.speaking else []
        if unknown := [one for one in bodies if self.body(one) is None]:
            raise ValueError(f"speaking.bodies: no body of this place: {unknown}")
        return self

    @model_validator(mode="after")
    def _outcomes_go_somewhere(self) -> Self:
        if doubles := twice(one.id for one in self.outcomes):
            raise ValueError(f"outcomes stand twice: {doubles}")
        named = {name for one in self.outcomes for name in (one.to, *one.chosen_by)}
        if unknown := sorted(name for name in named if self.body(name) is None):
            raise ValueError(f"outcomes: no body of this place: {unknown}")
        return self

    @model_validator(mode="after")
    def _councils_are_somewhere(self) -> Self:
        codes = self.advice.councils.codes if self.advice else []
        if elsewhere := [code for code in codes if self.neighbourhood(code) is None]:
            raise ValueError(f"advice.councils: not a neighbourhood of this place: {elsewhere}")
        return self

    def next_after(self, holder: Holder) -> Role | None:
        """Who is told when ``holder`` is late with a step."""
        return next((one.to for one in self.escalation if holder in one.late), None)

    def neighbourhood(self, code: str) -> Neighbourhood | None:
        return next((n for n in self.neighbourhoods if n.code == code), None)

    def subject(self, subject_id: str) -> Subject | None:
        return next((s for s in self.subjects if s.id == subject_id), None)

    def body(self, body_id: str) -> Body | None:
        return next((b for b in self.bodies if b.id == body_id), None)
