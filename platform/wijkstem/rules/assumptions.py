"""What no source says: the assumed rules, listed so that a municipality can confirm or replace each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wijkstem.rules.advising import AdviceRule
from wijkstem.rules.archiving import ArchiveRule
from wijkstem.rules.carrying_out import CarryingOutRule
from wijkstem.rules.council_proposals import ReadableProposals
from wijkstem.rules.departments import Departments
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.rules.discussing import Discussing
from wijkstem.rules.drawing import Drawing
from wijkstem.rules.escalating import Escalation
from wijkstem.rules.guide import Guide, guide
from wijkstem.rules.meeting_terms import MeetingTerm
from wijkstem.rules.neighbourhood_history import FormerNeighbourhood
from wijkstem.rules.registry import MunicipalityRules, Rules
from wijkstem.rules.routing import Route
from wijkstem.rules.schema import (
    EmailCode,
    Ground,
    Kept,
    Number,
    Part,
    Recess,
    Sourced,
    Support,
    Term,
    Text,
)
from wijkstem.rules.speaking import Speaking
from wijkstem.words import Area, CountedOn, Role, WithoutDigiD

#: The units of a term: one and more than one, in Dutch and in English.
UNITS = {
    "days": (Text(nl="dag", en="day"), Text(nl="dagen", en="days")),
    "weeks": (Text(nl="week", en="week"), Text(nl="weken", en="weeks")),
    "months": (Text(nl="maand", en="month"), Text(nl="maanden", en="months")),
    "working_days": (
        Text(nl="werkdag", en="working day"),
        Text(nl="werkdagen", en="working days"),
    ),
}

LIVES_IN = {
    Area.MUNICIPALITY: Text(nl="woont in de gemeente", en="lives in the municipality"),
    Area.NEIGHBOURHOOD: Text(
        nl="woont in de wijk van het plan", en="lives in the plan's neighbourhood"
    ),
    Area.ANYWHERE: Text(nl="woont waar dan ook", en="lives anywhere"),
}
COUNTED_ON = {
    CountedOn.SIGNING_DAY: Text(nl="op de dag van steunen", en="on the day of signing"),
    CountedOn.FILING_DAY: Text(nl="op de dag van indienen", en="on the day of filing"),
}
#: Where a rule stands within its instrument; terms and grounds are called by their own names.
PLACES = {
    "minimum_age": Text(nl="leeftijd van wie indient", en="age of who files"),
    "support": Text(nl="wie meetelt", en="who counts"),
    "support.threshold": Text(nl="steun die nodig is", en="support that is needed"),
    "support.minimum_age": Text(nl="leeftijd van wie steunt", en="age of who supports"),
    "support.residence_within_days": Text(
        nl="dagen dat bekend blijft waar iemand woont", en="days that a residence stays known"
    ),
    "meeting_term": Text(nl="welke vergaderingen beslissen", en="which meetings decide"),
}
#: The same for what stands with the municipality itself, and holds for every plan.
SETTLED = {
    "email_code": Text(
        nl="wat kan na inloggen met een code per e-mail",
        en="what can be done after logging in with a code by e-mail",
    ),
    "messages_kept": Text(
        nl="hoe lang berichten op de site staan", en="how long messages stay on the site"
    ),
    "drafts_kept": Text(
        nl="hoe lang een plan bewaard blijft dat niet is verstuurd",
        en="how long a plan is kept that was not sent",
    ),
    "accounts_kept": Text(
        nl="hoe lang een account bewaard blijft dat niemand gebruikt",
        en="how long an account is kept that nobody uses",
    ),
    "accounts_warned": Text(
        nl="hoe lang vooraf u hoort dat een account weggaat",
        en="how long before an account goes you are told",
    ),
    "deliveries_kept": Text(
        nl="hoe lang bewaard blijft dat een bericht is verstuurd",
        en="how long it is kept that a message was sent",
    ),
    "reports_kept": Text(nl="hoe lang een melding bewaard blijft", en="how long a report is kept"),
    "papers_kept": Text(
        nl="hoe lang een lijst op papier op controle wacht",
        en="how long a list on paper waits to be checked",
    ),
    "carrying_out": Text(
        nl="wanneer bekend is hoe een plan wordt uitgevoerd",
        en="when it is known how a plan is carried out",
    ),
    "departments": Text(nl="welke afdelingen er zijn", en="which departments there are"),
    "drawing": Text(
        nl="wie voor een klankbordgroep geloot kan worden",
        en="who can be drawn for a sounding group",
    ),
    "speaking": Text(nl="wie mag inspreken en hoe lang", en="who may speak and for how long"),
    "council_proposals": Text(
        nl="vragen over raadsvoorstellen en reacties op een vergadering",
        en="questions about council proposals and reactions to a meeting",
    ),
    "dialogue": Text(
        nl="hoeveel mensen schrijven en antwoorden in een dialoog",
        en="how much people write and answer in a dialogue",
    ),
    "discussion": Text(
        nl="hoeveel mensen per uur zeggen in een gesprek",
        en="how much people say in a discussion in an hour",
    ),
    "closing_near": Text(
        nl="hoe lang vooraf u hoort dat meedoen bijna voorbij is",
        en="how long before taking part is over you are told",
    ),
    "sign_ups_kept": Text(
        nl="hoe lang na een bijeenkomst bewaard blijft wie zich aanmeldde",
        en="how long after a gathering it is kept who signed up",
    ),
}
#: The same for how neighbourhoods advise.
ADVISING = {
    "councils": Text(
        nl="welke wijken een wijkraad hebben", en="which neighbourhoods have a council"
    ),
    "vote": Text(nl="hoe een wijkraad besluit", en="how a neighbourhood council decides"),
    "unasked": Text(nl="wie ongevraagd advies mag geven", en="who may advise without being asked"),
    "no_council": Text(
        nl="wat er gebeurt in een wijk zonder wijkraad",
        en="what happens in a neighbourhood without a council",
    ),
    "group": Text(nl="hoe een klankbordgroep ontstaat", en="how a sounding group is made"),
    "answer": Text(
        nl="hoe snel de gemeente antwoordt op advies",
        en="how soon the municipality answers advice",
    ),
}
#: The same of how decisions on what was reported are taken.
MODERATING = {
    "answer_report": Text(nl="termijn voor een melding", en="term for a report"),
    "type_out": Text(nl="termijn om een opname uit te typen", en="term for typing out a recording"),
    "appeal_within": Text(
        nl="termijn om te vragen om opnieuw te kijken", en="term to ask to look again"
    ),
    "answer_appeal": Text(nl="termijn om opnieuw te kijken", en="term to look again"),
    "answer_merge": Text(
        nl="termijn om in te stemmen met samengaan", en="term to agree to plans going on as one"
    ),
    "grounds": Text(nl="grond om iets te verbergen", en="ground to hide something"),
}
WITHOUT_DIGID = {
    WithoutDigiD.FOLLOW: Text(nl="een plan volgen", en="follow a plan"),
    WithoutDigiD.DISCUSS: Text(nl="meepraten", en="take part in a discussion"),
    WithoutDigiD.ATTEND: Text(
        nl="zich aanmelden voor een bijeenkomst", en="sign up for a gathering"
    ),
}
ARCHIVE = Text(nl="wat naar het archief gaat", en="what goes to the archive")
TERM = Text(nl="termijn", en="term")
GROUND = Text(nl="grond", en="ground")
OUTCOMES = Text(
    nl="naar wie de uitkomst van meedoen gaat", en="to whom goes what comes of taking part"
)
ESCALATION = Text(nl="wie het hoort als een stap te laat is", en="who is told of a late step")
#: Who can be told of a late step.
ROLES = {
    Role.OFFICIAL: Text(nl="alle ambtenaren", en="all officials"),
    Role.CLERK: Text(nl="de griffie", en="the council clerk's office"),
    Role.ADMINISTRATOR: Text(nl="de beheerder", en="the administrator"),
}
ROUTE = Text(nl="naar wie een plan gaat", en="to whom a plan goes")
FORMER = Text(nl="waar een vroegere wijk nu is", en="where a former neighbourhood is now")
GUIDE = Text(
    nl="vragen waarmee ambtenaren kiezen hoe inwoners meedoen",
    en="questions by which officials choose how residents take part",
)
RECESS = Text(nl="reces", en="recess")
STOPS = Text(nl=", buiten het reces", en=", outside the recess")


@dataclass(frozen=True)
class Assumption:
    """An assumed rule: in which version, where it stands in the file and in words, and what it says."""

    version: str
    where: str
    place: Text
    value: Text


def assumed(rules: MunicipalityRules) -> list[Assumption]:
    """Every assumed rule of a municipality, oldest version first, in the order of the file."""
    return [
        Assumption(version.version, where, _place(version, where, rule), _said(rule))
        for version in rules.versions
        for where, rule in _of_version(version)
        if rule.assumed
    ]


def _of_version(version: Rules) -> Iterator[tuple[str, Sourced]]:
    yield from _sourced("instruments", version.instruments)
    yield from ((f"routing.{one.id}", one) for one in version.routing)


def assumed_today(rules: MunicipalityRules) -> list[Assumption]:
    """What is assumed of how the site treats people: of no version, because it holds for every plan at once."""
    found = {name: getattr(rules.municipality, name) for name in SETTLED}
    settled = [(name, SETTLED[name], rule) for name, rule in found.items() if rule is not None]
    settled += [(f"recesses.{n}", RECESS, one) for n, one in enumerate(rules.municipality.recesses)]
    settled += [
        (f"escalation.{n}", ESCALATION, one) for n, one in enumerate(rules.municipality.escalation)
    ]
    settled += [(f"outcomes.{one.id}", OUTCOMES, one) for one in rules.municipality.outcomes]
    settled += [(f"archive.{n}", ARCHIVE, one) for n, one in rules.municipality.archive.items()]
    if advice := rules.municipality.advice:
        settled += [(f"advice.{n}", place, getattr(advice, n)) for n, place in ADVISING.items()]
    settled += [
        (where, MODERATING[where.split(".")[1]], rule)
        for where, rule in _sourced("moderation", rules.municipality.moderation)
    ]
    settled.append(("guide", GUIDE, guide()))
    settled += [
        (f"history.{one.code}", FORMER, one)
        for listed in rules.history.lists
        for one in listed.neighbourhoods
    ]
    return [
        Assumption("", where, place, _said(rule)) for where, place, rule in settled if rule.assumed
    ]


def _sourced(where: str, part: object) -> Iterator[tuple[str, Sourced]]:
    """Every rule in ``part`` that tells its source, and the place of each."""
    if isinstance(part, Sourced):
        yield where, part
    for name, inner in _inside(part):
        yield from _sourced(f"{where}.{name}", inner)


def _inside(part: object) -> list[tuple[str, object]]:
    if isinstance(part, Part):
        return list(part)
    if isinstance(part, Mapping):
        return list(part.items())
    if isinstance(part, list):
        return [(_name(inner, place), inner) for place, inner in enumerate(part)]
    return []


def _name(part: object, place: int) -> str:
    return part.code if isinstance(part, Ground) else str(place)


def _place(rules: Rules, where: str, rule: Sourced) -> Text:
    """``where`` as an administrator reads it: "Burgerinitiatief, termijn: Inwoners kunnen tekenen"."""
    if isinstance(rule, Route):
        return ROUTE
    _, name, within = where.split(".", 2)
    instrument = rules.instruments[name].name
    match rule:
        case Ground():
            inner = _joined(": ", GROUND, rule.name)
        case Term():
            inner = _joined(": ", TERM, _step_with(rules, name, within.removeprefix("terms.")))
        case _:
            inner = PLACES[within]
    return _joined(", ", instrument, inner)


def _step_with(rules: Rules, instrument: str, term: str) -> Text:
    """The name of the first step that has the term; a term of no step has its id only."""
    path = rules.path(instrument)
    names = (step.name for step in path.steps if step.term == term)
    return next(names, Text(nl=term, en=term))


def _counted(count: int, unit: str) -> Text:
    one, more = UNITS[unit]
    word = one if count == 1 else more
    return Text(nl=f"{count} {word.nl}", en=f"{count} {word.en}")


def _joined(between: str, *parts: Text) -> Text:
    return Text(
        nl=between.join(part.nl for part in parts), en=between.join(part.en for part in parts)
    )


def _listed(
    rule: Guide
    | ArchiveRule
    | EmailCode
    | AdviceRule
    | CarryingOutRule
    | Departments
    | Dialoguing
    | Discussing
    | Drawing
    | Escalation
    | FormerNeighbourhood
    | MeetingTerm
    | ReadableProposals
    | Route
    | Speaking,
) -> Text:
    if isinstance(rule, Escalation):
        return ROLES[rule.to]
    if isinstance(
        rule,
        AdviceRule
        | CarryingOutRule
        | Departments
        | Dialoguing
        | Discussing
        | Drawing
        | FormerNeighbourhood
        | MeetingTerm
        | ReadableProposals
        | Route
        | Speaking
        | Guide,
    ):
        return rule.in_words()
    if isinstance(rule, EmailCode):
        return _joined(", ", *(WITHOUT_DIGID[one] for one in rule.allows))
    return Text(nl=", ".join(rule.on), en=", ".join(rule.on))


def _said(rule: Sourced) -> Text:
    match rule:
        case Ground():
            return rule.name
        case Term():
            unit, count = next((u, n) for u in UNITS if (n := getattr(rule, u)))
            length = _counted(count, unit)
            return _joined("", length, STOPS) if rule.stops_in_recess else length
        case Recess():
            return Text(nl=f"{rule.first} t/m {rule.last}", en=f"{rule.first} to {rule.last}")
        case Number():
            return Text(nl=str(rule.value), en=str(rule.value))
        case Support():
            return _joined(", ", LIVES_IN[rule.lives_in], COUNTED_ON[rule.counted_on])
        case Kept():
            return _counted(rule.days, "days")
        case (
            ArchiveRule()
            | EmailCode()
            | AdviceRule()
            | CarryingOutRule()
            | Departments()
            | Dialoguing()
            | Discussing()
            | Drawing()
            | Escalation()
            | FormerNeighbourhood()
            | Guide()
            | MeetingTerm()
            | ReadableProposals()
            | Route()
            | Speaking()
        ):
            return _listed(rule)
        case _:
            raise TypeError(f"no words for {type(rule).__name__}")
