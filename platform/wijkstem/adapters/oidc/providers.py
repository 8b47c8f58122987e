"""The providers of every municipality, made once at boot."""

from collections.abc import Iterator, Mapping

from wijkstem.adapters.oidc.provider import Provider
from wijkstem.adapters.oidc.setup import ProviderSetup, Serves
from wijkstem.errors import NotFound


class Providers:
    """The ways to log in of each municipality, in the order of the operator's file."""

    def __init__(self, setups: Mapping[str, Mapping[str, ProviderSetup]] | None = None) -> None:
        self._ways = {
            slug: {way: Provider(setup) for way, setup in ways.items()}
            for slug, ways in (setups or {}).items()
        }

    def __iter__(self) -> Iterator[str]:
        """The municipalities that have any."""
        return iter(self._ways)

    def of(self, slug: str) -> Mapping[str, Provider]:
        """The ways to log in of one municipality."""
        return self._ways.get(slug, {})

    def give_numbers(self, slug: str) -> bool:
        """Whether all that residents log in with give a citizen service number, so that officials can give it too.

        If one of them does not, somebody could count twice: once by their login and once by their number.
        """
        of_residents = [
            one.setup for one in self.of(slug).values() if one.setup.serves is Serves.RESIDENTS
        ]
        return bool(of_residents) and all(one.claims.gives_bsn for one in of_residents)

    def one(self, slug: str, way: str) -> Provider:
        """Raises NotFound for a way that this municipality does not have."""
        found = self.of(slug).get(way)
        if found is None:
            raise NotFound("unknown_way_in", "Op deze manier kunt u hier niet inloggen.")
        return found
