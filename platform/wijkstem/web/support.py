"""What somebody gave to an initiative and whether it counts, and taking one's own plan back: in words."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.path import Course
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_take
from wijkstem.kit.i18n import N_
from wijkstem.queries.initiatives import InitiativePage, OwnSupport
from wijkstem.rules.schema import Support
from wijkstem.rules.steps import Outcome
from wijkstem.web.language import translated
from wijkstem.web.telling import Told
from wijkstem.words import AgeBand, Area, Milestone, Stance, Taker


@dataclass(frozen=True)
class Own:
    """What the visitor gave."""

    valid: bool
    against: bool
    signed_on: date
    #: Why it does not count; "" when it does.
    why_not: str


def own_support(found: InitiativePage, course: Course, lang: str) -> Own | None:
    """None for who gave nothing."""
    given, support = found.own_support, course.instrument.support
    if given is None or support is None:
        return None
    why_not = "" if given.valid else _why_not(given, support, found, lang)
    return Own(given.valid, given.stance is Stance.AGAINST, given.signed_on, why_not)


def _why_not(given: OwnSupport, support: Support, found: InitiativePage, lang: str) -> str:
    lived = given.neighbourhood_code
    if support.lives_in is not Area.ANYWHERE and lived is None:
        return translated(N_("U woont niet in deze gemeente."), lang)
    if support.lives_in is Area.NEIGHBOURHOOD and lived != found.initiative.neighbourhood_code:
        return translated(N_("U woont niet in de wijk waar dit plan over gaat."), lang)
    if given.age_band is AgeBand.UNKNOWN:
        return translated(N_("Wij weten uw leeftijd niet."), lang)
    return translated(N_("U was nog geen %(age)s jaar."), lang, {"age": support.minimum_age.value})


def withdrawal(it: Told, actor: Actor) -> Outcome | None:
    """The way out by which the submitter takes the plan back, when this is the submitter and the step has one."""
    return _own_way(it, actor, Milestone.WITHDRAWN)


def supplement(it: Told, actor: Actor) -> Outcome | None:
    """The same by which the submitter answers a question of the municipality."""
    return _own_way(it, actor, Milestone.SUPPLEMENTED)


#: What the submitter does on a page that is made for it.
_ELSEWHERE = frozenset({Milestone.WITHDRAWN, Milestone.SUPPLEMENTED})


def own_ways(it: Told, actor: Actor) -> list[Outcome]:
    """Whatever else the submitter can do in this step, when this is the submitter."""
    return [one for one in _own(it, actor) if one.means not in _ELSEWHERE]


def _own_way(it: Told, actor: Actor, means: Milestone) -> Outcome | None:
    return next((one for one in _own(it, actor) if one.means is means), None)


def _own(it: Told, actor: Actor) -> list[Outcome]:
    mine = may_take(
        actor,
        Taker.SUBMITTER,
        submitter_id=it.facts.submitter_id,
        neighbourhood_code=it.facts.neighbourhood_code,
    )
    return [one for one in it.step.outcomes if mine and one.by is Taker.SUBMITTER]
