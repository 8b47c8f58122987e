"""Which body decides on a plan: the municipality's rules in order, and else the body of its instrument.

The same facts under the same rules give the same body, so whoever reads the log again finds the same routes.
"""

from dataclasses import dataclass

from wijkstem.rules.registry import Rules
from wijkstem.rules.routing import BY_INSTRUMENT, Route
from wijkstem.words import Competence, RoutedOn

#: With these a plan goes to whoever decides, also where no rule says anything of it.
_ON_THE_WAY = frozenset({RoutedOn.THRESHOLD, RoutedOn.ASSESSED})


@dataclass(frozen=True)
class RouteFacts:
    """What the rules look at; all of it is in the event as well."""

    on: RoutedOn
    instrument: str
    subject: str
    neighbourhood_code: str
    #: None: nobody said.
    competence: Competence | None = None
    euros: int | None = None


@dataclass(frozen=True)
class Routed:
    """The body, and the rule that says so."""

    rule: str
    body: str


def routed(facts: RouteFacts, rules: Rules) -> Routed | None:
    """None for a plan that no rule sends anywhere, of an instrument that names no body."""
    found = next((one for one in rules.routing if fits(one, facts)), None)
    if found is not None:
        return Routed(found.id, found.to)
    body = rules.instrument(facts.instrument).body
    return Routed(BY_INSTRUMENT, body) if body and facts.on in _ON_THE_WAY else None


def fits(route: Route, facts: RouteFacts) -> bool:
    """Whether a rule is about such a plan at such a moment."""
    return (
        facts.on in route.on
        and _among(facts.instrument, route.instruments)
        and _among(facts.subject, route.subjects)
        and _among(facts.neighbourhood_code, route.neighbourhoods)
        and _among(facts.competence, route.competences)
        and _costs(route, facts.euros)
    )


def _among(one: object, some: list[str] | list[Competence]) -> bool:
    return not some or one in some


def _costs(route: Route, euros: int | None) -> bool:
    if route.from_euros is None and route.below_euros is None:
        return True
    if euros is None:
        return False
    return (route.from_euros or 0) <= euros and (
        route.below_euros is None or euros < route.below_euros
    )
