"""Rows made into what the API says, for one municipality's site."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkstem.queries.decisions import ByStep
from wijkstem.queries.neighbourhoods import Counts
from wijkstem.queries.open_data.advice import AdviceState, OpenAdvice
from wijkstem.queries.open_data.initiatives import OpenDecision, OpenLine, OpenPlan
from wijkstem.rules.registry import MunicipalityRules, Rules
from wijkstem.rules.steps import Step
from wijkstem.web.api.v1 import shapes
from wijkstem.web.api.v1.parts import Begrip
from wijkstem.web.links import initiative_path, neighbourhood_path
from wijkstem.web.wording import HOLDERS, course_of, place, subject_name
from wijkstem.words import Adviser, Holder

BASE = "/api/v1"
#: Names are in Dutch, whoever asks: codes are there for everybody else.
LANG = "nl"


@dataclass(frozen=True)
class Here:
    """Where and when something is asked."""

    rules: MunicipalityRules
    site: str
    today: date
    #: Where the letters of this site come from.
    mail: str

    def url(self, *parts: object) -> str:
        """The address of something in this API."""
        return "/".join([f"{self.site}{BASE}", *map(str, parts)])

    def page(self, path: str) -> str:
        """The address of a page."""
        return f"{self.site}{path}"

    def place(self, code: str) -> Begrip:
        return Begrip(code=code, naam=place(self.rules, code) or code)


def holder(of: Holder) -> Begrip:
    """Who must do something."""
    return Begrip(code=of.value, naam=HOLDERS[of])


def municipality(here: Here) -> shapes.Gemeente:
    it = here.rules.municipality
    return shapes.Gemeente(
        code=it.cbs_code,
        naam=it.name,
        inwoners=it.inhabitants.value,
        inwoners_jaar=it.inhabitants.year,
        inwoners_bron=it.inhabitants.source,
        organen=[shapes.Orgaan(code=b.id, naam=b.name, soort=b.kind.value) for b in it.bodies],
        pagina=here.page("/"),
    )


def instrument(here: Here, rules: Rules, code: str) -> shapes.Instrument:
    it, path = rules.instrument(code), rules.path(code)
    support = it.support
    return shapes.Instrument(
        code=code,
        naam=it.name.in_language(LANG),
        samenvatting=it.summary.in_language(LANG),
        soort=it.intent,
        spelregels=rules.version,
        minimumleeftijd=it.minimum_age.value,
        steun_nodig=support.threshold.value if support and support.threshold else None,
        steun_vanaf_leeftijd=support.minimum_age.value if support else None,
        stappen=[_step(one) for one in path.steps],
        url=here.url("instrumenten", code),
        pagina=here.page("/spelregels"),
    )


def _step(it: Step) -> shapes.Stap:
    return shapes.Stap(
        code=it.id,
        naam=it.name.in_language(LANG),
        uitleg=it.explanation.in_language(LANG),
        houder=holder(it.holder),
        openbaar=it.public,
        einde=it.final,
    )


def rules_version(here: Here, it: Rules) -> shapes.Spelregelversie:
    return shapes.Spelregelversie(
        versie=it.version,
        geldig_vanaf=it.in_force,
        controlegetal=it.hash,
        instrumenten=sorted(it.instruments),
        url=here.url("spelregels", it.version),
    )


def neighbourhood(here: Here, code: str, counts: Counts) -> shapes.Wijk:
    it = here.rules.municipality.neighbourhood(code)
    assert it is not None  # only codes of this municipality are asked for
    return shapes.Wijk(
        code=code,
        naam=it.name,
        inwoners=it.inhabitants,
        initiatieven=counts.plans.get(code, 0),
        bijeenkomsten=counts.coming.get(code, 0),
        programmapunten=counts.items.get(code, 0),
        url=here.url("wijken", code),
        pagina=here.page(neighbourhood_path(code)),
    )


def plan(here: Here, it: OpenPlan) -> shapes.Initiatief:
    course = course_of(here.rules, it.rules_version, it.instrument)
    step, support = course.path.step(it.step), course.instrument.support
    threshold = support.threshold if support else None
    return shapes.Initiatief(
        nummer=it.number,
        titel=it.title,
        instrument=Begrip(code=it.instrument, naam=course.instrument.name.in_language(LANG)),
        wijk=here.place(it.neighbourhood_code),
        onderwerp=Begrip(
            code=it.subject, naam=subject_name(here.rules, it.subject, LANG) or it.subject
        ),
        spelregels=it.rules_version,
        ingediend_op=it.filed_on,
        stap=shapes.StapNu(
            code=it.step,
            naam=step.name.in_language(LANG),
            houder=holder(step.holder),
            sinds=it.step_since,
            uiterlijk=it.due_on,
        ),
        steun=shapes.Steun(
            voor=it.valid_for,
            tegen=it.valid_against,
            nodig=threshold.value if threshold else None,
            gehaald_op=it.threshold_reached_on,
        )
        if support
        else None,
        gesloten_op=it.closed_on,
        resultaat=it.result,
        url=here.url("initiatieven", it.number),
        tijdlijn=here.url("initiatieven", it.number, "tijdlijn"),
        pagina=here.page(initiative_path(it.number, it.slug)),
    )


def line(here: Here, it: OpenLine) -> shapes.Gebeurtenis:
    return shapes.Gebeurtenis(
        volgnummer=it.position,
        soort=it.kind,
        op=it.on,
        stap=it.step,
        naar_stap=it.to_step,
        betekenis=it.means,
        uitkomst=it.outcome,
        grond=it.ground,
        toelichting=it.reasons,
        uiterlijk=it.due_on,
        aantal=it.amount,
        orgaan=it.body,
        vergadering=_maybe(here, "vergaderingen", it.meeting_id),
        ander_initiatief=_maybe(here, "initiatieven", it.other_number),
    )


def _maybe(here: Here, kind: str, key: UUID | str | None) -> str | None:
    return here.url(kind, key) if key else None


def decision(here: Here, it: OpenDecision, votes: ByStep) -> shapes.Besluit:
    said = votes.get((it.initiative_id, it.step_seq))
    return shapes.Besluit(
        nummer=it.key,
        initiatief=here.url("initiatieven", it.number),
        titel=it.title,
        instrument=it.instrument,
        wijk=it.neighbourhood_code,
        op=it.on,
        stap=it.step,
        besluit=it.means,
        grond=it.ground,
        toelichting=it.reasons,
        stemming=[
            shapes.Partijstem(partij=one.party, voor=one.in_favour, tegen=one.against)
            for one in (said.parties if said else ())
        ],
        url=here.url("besluiten", it.key),
        pagina=here.page(initiative_path(it.number, it.slug)),
    )


def advice(here: Here, it: OpenAdvice) -> shapes.Advies:
    given = it.state is AdviceState.GIVEN
    worded = given and it.by is not Adviser.NOBODY
    return shapes.Advies(
        id=str(it.id),
        initiatief=here.url("initiatieven", it.number),
        wijk=it.neighbourhood_code,
        van=it.by,
        stand=it.state,
        begonnen_op=it.begun_on,
        uiterlijk=it.due_on,
        advies=it.advice if given else None,
        gegeven_op=it.given_on,
        stemmen=_voices(it) if it.voted else None,
        toelichting=it.reasons if worded else "",
        voorwaarden=it.conditions if worded else "",
        antwoord_uiterlijk=it.answer_due_on,
        gevolgd=it.heeded,
        beantwoord_op=it.answered_on,
        antwoord=it.answer if it.answered_on else "",
        url=here.url("adviezen", it.id),
        pagina=here.page(initiative_path(it.number, it.slug) + "#advies"),
    )


def _voices(it: OpenAdvice) -> shapes.Adviesstemmen:
    return shapes.Adviesstemmen(
        positief=it.positive,
        met_voorwaarden=it.conditional,
        negatief=it.negative,
        geen_advies=it.none,
        belang=it.aside,
    )
