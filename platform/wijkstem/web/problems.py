"""What went wrong, for a machine (RFC 9457), and what every answer of an API says of itself."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wijkstem.web.context import path_of

APIS: Final = "/api/"
#: NL API Design Rules: anybody's page may read it, and each answer says of which version it is.
HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Link, Retry-After",
    "API-Version": "1.0.0",
}


def of_an_api(request: Request) -> bool:
    """Whether who asked wants no page."""
    return path_of(request).startswith(APIS)


def problem(status: int, title: str, detail: str, lang: str) -> Response:
    """As RFC 9457 says it."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    headers = {**HEADERS, "Content-Language": lang}
    return JSONResponse(
        content, status_code=status, media_type="application/problem+json", headers=headers
    )
