"""Everybody in the demo, logged in: the people that a visitor can be, and the many who only sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.handlers import carry_out
from wijkstem.demo.people import ELSEWHERE, TOO_YOUNG, people
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.rules.schema import Municipality
from wijkstem.services import Services
from wijkstem.words import Role

#: How many of the people that a visitor can be support a plan: few, so that the others still can.
KNOWN_SUPPORTERS = 4
#: Every so many supporters one of them stands among the many.
APART = 6


@dataclass(frozen=True)
class Crowd:
    """Who there is."""

    #: The people that a visitor can be, by key.
    known: Mapping[str, Actor]
    #: People without an address: nobody can be them, and nothing is sent to them.
    many: Sequence[Actor]

    def supporters(self, turn: int, submitter: str) -> list[Actor]:
        """Who supports the plan with number ``turn``, in order; each plan has others, each time the same."""
        start = turn * 7 % len(self.many)
        order = [*self.many[start:], *self.many[:start]]
        for place, actor in enumerate(self._known_supporters(turn, submitter)):
            order.insert(place * APART, actor)
        return order

    def _known_supporters(self, turn: int, submitter: str) -> list[Actor]:
        keys = [
            key
            for key in self.known
            if key.startswith("bewoner") and key not in {TOO_YOUNG, ELSEWHERE, submitter}
        ]
        return [self.known[keys[(turn + n * 4) % len(keys)]] for n in range(KNOWN_SUPPORTERS)]

    @property
    def nameless(self) -> set[UUID]:
        """The ids of the many."""
        return {actor.person_id for actor in self.many if actor.person_id}


def gather(services: Services, slug: str, extra: int) -> Crowd:
    """Log everybody in, in one transaction; ``extra`` are the many."""
    municipality = services.rules.of(slug).municipality
    with services.unit_of_work(slug) as uow:
        work = services.work(uow, SYSTEM)

        def come_in(identity: Identity) -> Actor:
            logged_in: LoggedIn = carry_out(LogIn(identity), work)
            return _actor(logged_in.person_id, identity)

        known = {key: come_in(identity) for key, identity in people(municipality).items()}
        many = [come_in(_one_of_many(municipality, number)) for number in range(1, extra + 1)]
    return Crowd(known, many)


def _actor(person_id: UUID, identity: Identity) -> Actor:
    councils = {where for role, where in identity.roles if role is Role.NEIGHBOURHOOD_COUNCIL}
    return Actor(person_id, frozenset(role for role, _ in identity.roles), frozenset(councils))


def _one_of_many(municipality: Municipality, number: int) -> Identity:
    neighbourhoods = municipality.neighbourhoods
    return Identity(
        subject=f"demo:{municipality.slug}:extra-{number}",
        display_name=f"Verzonnen Bewoner {number}",
        birth_date=date(1938 + number * 11 % 68, 1 + number % 12, 1 + number % 28),
        neighbourhood_code=neighbourhoods[number % len(neighbourhoods)].code,
    )
