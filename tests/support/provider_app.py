"""An OpenID provider for tests, run as a process of its own; `provider.py` starts it and tells it what to do.

It keeps to the standard unless it is told not to: it checks the client (secret or private_key_jwt), redirect address,
PKCE and that a code is used once. What it is told comes as JSON at /test: who logs in, and what is wrong with the
answer. Nothing of the platform is imported here.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class State:
    """What it knows; what it is told to do wrong stands in `told`."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.told: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.jtis: set[str] = set()
        self.key = new_key()
        self.stranger = new_key()
        self.asked: dict[str, int] = {}
        self.seen: list[dict[str, str]] = []


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})


def state(request: Request) -> State:
    found: State = request.app.state.known
    return found


def count(request: Request, what: str) -> None:
    state(request).asked[what] = state(request).asked.get(what, 0) + 1


async def dawdle(request: Request) -> Response | None:
    """What a provider does that is slow or down."""
    it = state(request)
    await asyncio.sleep(it.told.get("slow", 0))
    return (
        PlainTextResponse("<h1>Bad gateway</h1>", status_code=502) if it.told.get("down") else None
    )


async def discovery(request: Request) -> Response:
    count(request, "discovery")
    if (broken := await dawdle(request)) is not None:
        return broken
    it = state(request)
    found = {
        "issuer": it.told.get("says_issuer", it.issuer),
        "authorization_endpoint": f"{it.issuer}/authorize",
        "token_endpoint": f"{it.issuer}/token",
        "userinfo_endpoint": f"{it.issuer}/userinfo",
        "jwks_uri": f"{it.issuer}/jwks",
        "end_session_endpoint": f"{it.issuer}/logout",
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }
    return JSONResponse(found | it.told.get("metadata", {}))


async def jwks(request: Request) -> Response:
    count(request, "jwks")
    if (broken := await dawdle(request)) is not None:
        return broken
    return JSONResponse(KeySet([state(request).key]).as_dict(private=False))


async def authorize(request: Request) -> Response:
    """Logs in, without a word, whoever it was told."""
    it, asked = state(request), dict(request.query_params)
    it.seen.append(asked)
    if asked.get("redirect_uri") not in it.told["client"]["redirect_uris"]:
        return PlainTextResponse("unknown redirect_uri", status_code=400)
    back = {"state": asked.get("state", ""), "iss": it.told.get("answers_as", it.issuer)}
    if wrong := it.told.get("authorize_error"):
        back["error"] = wrong
    elif asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        back["error"] = "invalid_request"
    else:
        code = secrets.token_urlsafe(16)
        it.codes[code] = asked
        back["code"] = code
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", status_code=302)


def refused(code: str, status: int = 400) -> Response:
    return JSONResponse({"error": code, "error_description": "no"}, status_code=status)


async def token(request: Request) -> Response:
    count(request, "token")
    if (broken := await dawdle(request)) is not None:
        return broken
    it = state(request)
    form = {name: values[-1] for name, values in parse_qs((await request.body()).decode()).items()}
    if not knows_client(it, request, form):
        return refused("invalid_client", 401)
    asked = it.codes.pop(form.get("code", ""), None)
    if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
        return refused("invalid_grant")
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
        return refused("invalid_grant")
    access = secrets.token_urlsafe(16)
    it.tokens[access] = it.told.get("userinfo", {})
    return JSONResponse(
        {"access_token": access, "token_type": "Bearer", "id_token": id_token(it, asked, access)}
    )


def knows_client(it: State, request: Request, form: dict[str, str]) -> bool:
    client = it.told["client"]
    if "public_key" in client:
        try:
            said = jwt.decode(
                form.get("client_assertion", ""), RSAKey.import_key(client["public_key"])
            ).claims
        except (JoseError, ValueError):
            return False
        fresh = said.get("jti") not in it.jtis and said["exp"] - time.time() <= 300
        it.jtis.add(str(said.get("jti")))
        mine = said.get("iss") == said.get("sub") == client["client_id"]
        return fresh and mine and said.get("aud") == f"{it.issuer}/token"
    kind, _, basic = request.headers.get("authorization", "").partition(" ")
    wanted = f"{client['client_id']}:{client['secret']}"
    return kind == "Basic" and base64.b64decode(basic).decode() == wanted


def id_token(it: State, asked: dict[str, str], access: str) -> str:
    now = int(it.told["now"])
    half = hashlib.sha256(access.encode()).digest()[:16]
    claims = {
        "iss": it.issuer,
        "aud": it.told["client"]["client_id"],
        "iat": now,
        "exp": now + 300,
        "nonce": asked["nonce"],
        "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        "acr": asked.get("acr_values", ""),
        **it.told["claims"],
    }
    claims |= it.told.get("wrong_claims", {})
    claims = {name: value for name, value in claims.items() if value is not None}
    return signed(it, claims)


def by_hand(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    """What no library would sign."""
    parts = (json.dumps(part).encode() for part in (header, claims))
    text = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    made = hmac.new(secret, text.encode(), hashlib.sha256).digest() if secret else b""
    return f"{text}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def signed(it: State, claims: dict[str, Any]) -> str:
    how = it.told.get("signed", "")
    if how == "none":
        return by_hand({"alg": "none"}, claims, b"")
    if how == "hs256":
        # The old trick: the public key, which everybody has, as the secret of a symmetric signature.
        return by_hand({"alg": "HS256", "kid": it.key.kid}, claims, it.key.as_pem(private=False))
    header: dict[str, Any] = {"alg": "RS256", "kid": it.key.kid}
    if how == "stranger":
        return jwt.encode(header | {"kid": it.stranger.kid}, claims, it.stranger)
    if how == "forged":
        return jwt.encode(header, claims, it.stranger)
    made = jwt.encode(header, claims, it.key)
    if how == "encrypted":
        public = RSAKey.import_key(it.told["client"]["public_key"])
        return jwe.encrypt_compact(
            {"alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT"},
            made,
            public,
            ["RSA-OAEP-256", "A256GCM"],
        )
    return made


async def userinfo(request: Request) -> Response:
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    found = state(request).tokens.get(bearer)
    return refused("invalid_token", 401) if found is None else JSONResponse(found)


async def logout(request: Request) -> Response:
    asked = request.query_params
    back = asked.get("post_logout_redirect_uri", "")
    return RedirectResponse(f"{back}?state={asked.get('state', '')}", status_code=302)


async def test(request: Request) -> Response:
    """What to do from now on; "rotate" makes a new key, "logout_token" signs one."""
    it, told = state(request), await request.json()
    if told.pop("rotate", False):
        it.key = new_key()
    if "logout_token" in told:
        claims = {"iss": it.issuer, "aud": it.told["client"]["client_id"], "iat": it.told["now"]}
        claims |= {"jti": secrets.token_hex(8), "events": {LOGOUT_EVENT: {}}}
        claims |= told["logout_token"]
        claims = {name: value for name, value in claims.items() if value is not None}
        return JSONResponse({"token": signed(it, claims)})
    if told:
        it.told = told
    return JSONResponse({"asked": it.asked, "seen": it.seen})


def main(port: int) -> None:
    # It ends when its standard input does: that is when whoever started it is gone.
    def ends_with_its_tests() -> None:
        sys.stdin.read()
        server.should_exit = True

    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", discovery),
            Route("/jwks", jwks),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
            Route("/userinfo", userinfo),
            Route("/logout", logout),
            Route("/test", test, methods=["POST"]),
        ]
    )
    app.state.known = State(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1)
    )
    threading.Thread(target=ends_with_its_tests, daemon=True).start()
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
