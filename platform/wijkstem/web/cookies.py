"""The session's cookie: a secret that only the browser has; the database keeps its hash."""

import re
from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from wijkstem.settings import Settings

#: With this prefix a browser takes the cookie only over https and from this very host, so that no other
#: municipality below the same name can plant a session of its own. It needs Secure, so http has no part in it.
SECURE_NAME = "__Host-wijkstem"
PLAIN_NAME = "wijkstem"
#: What ties an attempt to log in, and what was typed meanwhile, to this browser; it says nothing of who it is.
BROWSER_NAME = "wijkstem-browser"
BROWSER_LASTS = timedelta(hours=1)

_SECRET = re.compile(r"[A-Za-z0-9_-]{20,100}")


def session_name(settings: Settings) -> str:
    """What the cookie is called here."""
    return SECURE_NAME if settings.https else PLAIN_NAME


def guarded_name(name: str, settings: Settings) -> str:
    """What a cookie that is no session's is called here: over https no other host can plant it either."""
    return f"__Host-{name}" if settings.https else name


def session_secret(request: HTTPConnection, settings: Settings) -> str | None:
    """The secret in the cookie, if it can be one."""
    found = request.cookies.get(session_name(settings), "")
    return found if _SECRET.fullmatch(found) else None


def claims_session(request: HTTPConnection, settings: Settings) -> bool:
    """Whether a cookie came along that has the name of a session's."""
    return "cookie" in request.headers and session_name(settings) in request.cookies


def browser_secret(request: HTTPConnection, settings: Settings) -> str | None:
    """The secret of this browser, if it has one."""
    found = request.cookies.get(_browser_name(settings), "")
    return found if _SECRET.fullmatch(found) else None


def keep_browser(response: Response, settings: Settings, secret: str) -> None:
    """Give the browser the secret that it is to show when it comes back."""
    response.set_cookie(
        _browser_name(settings),
        secret,
        max_age=int(BROWSER_LASTS.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def forget_browser(response: Response, settings: Settings) -> None:
    """Take that secret away: what it seals can be opened by nobody any more."""
    response.delete_cookie(
        _browser_name(settings), path="/", secure=settings.https, httponly=True, samesite="lax"
    )


def _browser_name(settings: Settings) -> str:
    return guarded_name(BROWSER_NAME, settings)


def start_session(response: Response, settings: Settings, secret: str, lasts: timedelta) -> None:
    """Give the browser the secret of a new session."""
    response.set_cookie(
        session_name(settings),
        secret,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def end_session(response: Response, settings: Settings) -> None:
    """Take the secret away from the browser."""
    response.delete_cookie(
        session_name(settings), path="/", secure=settings.https, httponly=True, samesite="lax"
    )
