"""Speaking OpenID Connect with one provider: the way there, what comes back, and the way out.

Authorization code with PKCE (S256), state and nonce, after OIDC NL GOV. Every refusal is a `LoginRefused` with a
code; a provider that does not answer, or not sensibly, is `Away`. Neither says anything of the person.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from wijkstem.adapters.oidc.keys import Keys
from wijkstem.adapters.oidc.outside import TIMEOUT, Fetched, away, get_json, outside, trusted
from wijkstem.adapters.oidc.said import Said, said
from wijkstem.adapters.oidc.setup import ProviderSetup, is_safe
from wijkstem.errors import LoginRefused
from wijkstem.kit.i18n import N_

#: Seconds that the provider's clock and ours may differ.
LEEWAY = 60
#: Seconds that what a provider publishes of itself is kept.
KEPT = 3600.0
#: Seconds that the proof of who we are holds.
PROOF_LASTS = 60
#: How an encrypted token may be encrypted for us.
_ENCRYPTED_WITH = ["RSA-OAEP-256", "RSA-OAEP", "ECDH-ES", "ECDH-ES+A256KW", "A128GCM", "A256GCM"]
_ENCRYPTED_WITH += ["A128CBC-HS256", "A256CBC-HS512"]
_LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Attempt:
    """One attempt to log in: what goes to the provider and must come back, or must be proven."""

    #: Where the provider sends the browser.
    back: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Ended:
    """Which logins the provider says are over."""

    session_id: str = field(repr=False)
    provider_subject: str = field(repr=False)


class Provider:
    """One way to log in to one municipality; safe to share between threads."""

    def __init__(self, setup: ProviderSetup) -> None:
        self.setup = setup
        self._metadata = Fetched(self._discover, KEPT)
        self._keys = Keys(self._fetch_keys, setup.algorithms)
        self._private_key = _private_key(setup)

    # --- the way there

    def address(self, attempt: Attempt, lang: str) -> str:
        """Where the browser goes to log in. Raises Away."""
        wanted = {"nonce": attempt.nonce, "ui_locales": lang}
        if self.setup.level:
            wanted["acr_values"] = self.setup.level
        with self._client(attempt) as client:
            url, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=attempt.state,
                code_verifier=attempt.verifier,
                **wanted,
            )
        return str(url)

    # --- what comes back

    def redeem(self, attempt: Attempt, code: str, now: datetime) -> Said:
        """Who logged in, after every check. Raises LoginRefused or Away."""
        tokens = self._exchange(attempt, code)
        claims = self._id_token(tokens, attempt.nonce, now)
        if self.setup.userinfo:
            claims = {**self._userinfo(tokens, claims), **claims}
        self._check_level(claims)
        return said(claims, self.setup)

    def _exchange(self, attempt: Attempt, code: str) -> Mapping[str, Any]:
        with outside(), self._client(attempt) as client:
            try:
                tokens: Mapping[str, Any] = client.fetch_token(
                    self._endpoint("token_endpoint"),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                )
            except OAuthError as error:
                # Of the answer only the code: a description can hold what somebody sent.
                raise LoginRefused("code_refused", NOT_DONE) from _only_the_kind(error)
        return tokens

    def _id_token(self, tokens: Mapping[str, Any], nonce: str, now: datetime) -> dict[str, Any]:
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise LoginRefused("no_token", NOT_DONE)
        options = {
            "iss": {"essential": True, "value": self.setup.issuer},
            "aud": {"essential": True, "value": self.setup.client_id},
        }
        known = {
            "nonce": nonce,
            "client_id": self.setup.client_id,
            "access_token": tokens.get("access_token"),
        }
        with _checked("token_refused"):
            opened = self._keys.opened(self._decrypted(token))
            claims = CodeIDToken(opened.claims, opened.header, options, known)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        return dict(claims)

    def _decrypted(self, token: str) -> str:
        """A token in five parts is encrypted for us, with the signed one inside."""
        if token.count(".") != 4:
            return token
        if self._private_key is None:
            raise JoseError("an encrypted token and no key to open it with")
        inside = jwe.decrypt_compact(token, self._private_key, algorithms=_ENCRYPTED_WITH).plaintext
        return (inside or b"").decode("ascii")

    def _userinfo(self, tokens: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
        bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        found = get_json(self._endpoint("userinfo_endpoint"), headers=bearer)
        if found.get("sub") != claims.get("sub"):
            raise LoginRefused("userinfo_of_another", NOT_DONE)
        return found

    def _check_level(self, claims: Mapping[str, Any]) -> None:
        accepted = self.setup.accepted_levels
        if accepted and claims.get(self.setup.claims.level) not in accepted:
            raise LoginRefused(
                "level_too_low",
                "U logde in op een manier die hiervoor niet veilig genoeg is. Log opnieuw in en kies een"
                " veiliger manier. Dat is bijvoorbeeld de app of een sms.",
            )

    # --- the way out

    def way_out(self, back: str, state: str) -> str | None:
        """Where the browser goes to log out there as well; None when the provider has no such page. Raises Away.

        Without the token of the login as a hint: a citizen service number can stand in it, so it is not kept.
        """
        endpoint = self._metadata().get("end_session_endpoint")
        if not isinstance(endpoint, str) or not is_safe(endpoint):
            return None
        said_along = [
            ("client_id", self.setup.client_id),
            ("post_logout_redirect_uri", back),
            ("state", state),
        ]
        return str(add_params_to_uri(endpoint, said_along))

    def ended(self, logout_token: str, now: datetime) -> Ended:
        """What a back-channel logout token says (OpenID Connect Back-Channel Logout 1.0). Raises LoginRefused."""
        options = {
            "iss": {"essential": True, "value": self.setup.issuer},
            "aud": {"essential": True, "value": self.setup.client_id},
            "iat": {"essential": True},
        }
        with outside(), _checked("logout_token_refused"):
            opened = self._keys.opened(self._decrypted(logout_token))
            claims = CodeIDToken(
                {"sub": "", "exp": int(now.timestamp()) + LEEWAY} | opened.claims,
                opened.header,
                options,
                {},
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        events = claims.get("events")
        if "nonce" in claims or not isinstance(events, dict) or _LOGGED_OUT not in events:
            raise LoginRefused("no_logout_token", NOT_DONE)
        session_id, subject = str(claims.get("sid") or ""), str(claims.get("sub") or "")
        if not session_id and not subject:
            raise LoginRefused("no_logout_token", NOT_DONE)
        return Ended(session_id, subject)

    # --- the provider itself

    def _client(self, attempt: Attempt) -> OAuth2Client:
        setup = self.setup
        client = OAuth2Client(
            setup.client_id,
            self._private_key or setup.client_secret.get_secret_value(),
            token_endpoint_auth_method="private_key_jwt" if self._private_key else None,
            scope=setup.scope,
            redirect_uri=attempt.back,
            code_challenge_method="S256",
            timeout=TIMEOUT,
            verify=trusted(),
        )
        if self._private_key:
            client.register_client_auth_method(
                PrivateKeyJWT(
                    claims={"exp": int(time.time()) + PROOF_LASTS},
                    headers={"kid": setup.key_id} if setup.key_id else None,
                    alg=setup.signs_with,
                )
            )
        return client

    def _discover(self) -> Mapping[str, Any]:
        issuer = self.setup.issuer
        found = get_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise away("issuer")  # it speaks for another: nothing that it says is used
        return found

    def _fetch_keys(self) -> Mapping[str, Any]:
        return get_json(self._endpoint("jwks_uri"))

    def _endpoint(self, name: str) -> str:
        url = self._metadata().get(name)
        if not isinstance(url, str) or not is_safe(url):
            raise away(name)
        return url


NOT_DONE = N_("Het inloggen is niet gelukt. Er is niets veranderd. Probeer het nog eens.")


def _private_key(setup: ProviderSetup) -> RSAKey | ECKey | None:
    text = setup.private_key.get_secret_value()
    if not text:
        return None
    key = JWKRegistry.import_key(text, "EC" if setup.signs_with.startswith("ES") else "RSA")
    assert isinstance(key, RSAKey | ECKey)  # asked for by kind
    return key


@contextmanager
def _checked(code: str) -> Iterator[None]:
    """Whatever the libraries find wrong with a token is one refusal, without what they found."""
    try:
        yield
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise LoginRefused(code, NOT_DONE) from _only_the_kind(error)


def _only_the_kind(error: Exception) -> Exception:
    """A claim can stand in the message of an error, and messages end in logs."""
    return RuntimeError(type(error).__name__)
