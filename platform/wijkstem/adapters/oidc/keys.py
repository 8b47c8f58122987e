"""A provider's public keys: kept for a while, and fetched again when a token is signed with one that is not among them."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from wijkstem.adapters.oidc.outside import Fetched, away

#: Seconds after which a key that the provider withdrew is no longer believed.
KEPT = 900.0
#: Seconds between two fetches for unknown keys: tokens that somebody made up must not become requests to the provider.
PAUSE = 30.0


class Keys:
    """Checks signatures; ``fetch`` gets the provider's key set."""

    def __init__(
        self,
        fetch: Callable[[], Mapping[str, Any]],
        algorithms: tuple[str, ...],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        # A header may hold what we do not know; only what it says of the signature is used.
        self._registry = JWSRegistry(algorithms=list(algorithms), strict_check_header=False)
        self._keys = Fetched(lambda: _public(fetch()), KEPT, ticks)

    def opened(self, token: str) -> jwt.Token:
        """The token, if the provider signed it.

        Raises:
            JoseError: it is not signed by a key of the provider, or in a way that is not allowed.
            Away: the keys could not be fetched.
        """
        keys = self._keys()
        try:
            return self._decode(token, keys)
        except InvalidKeyIdError:
            again = self._keys(younger_than=PAUSE)
            if again is keys:
                raise
            return self._decode(token, again)

    def _decode(self, token: str, keys: KeySet) -> jwt.Token:
        return jwt.decode(token, keys, registry=self._registry)


def _public(found: Mapping[str, Any]) -> KeySet:
    """Without symmetric keys: those are no secret between two once they are published."""
    listed = found.get("keys")
    if not isinstance(listed, list):
        raise away("no keys")
    wanted: list[Any] = [k for k in listed if isinstance(k, dict) and k.get("kty") in {"RSA", "EC"}]
    return KeySet.import_key_set({"keys": wanted})
