"""What somebody typed in a form survives the login: a session can end halfway a form.

It is kept for an hour under a secret that only this browser has, sealed with that secret.
"""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.logins import ForgetForm, KeepForm
from wijkstem.kit.ids import new_token, token_hash
from wijkstem.kit.sealed import opened
from wijkstem.queries.logins import kept_form
from wijkstem.web import cookies, hosts
from wijkstem.web.context import services
from wijkstem.web.forms import read_form
from wijkstem.web.work import ask, do

#: The longest path of a form of ours.
_LONGEST = 200
#: What is kept nowhere, not even sealed: the field for a citizen service number.
NEVER_KEPT = frozenset({"bsn"})
#: More than any form of ours holds is not kept for who did not log in.
_MOST = 100_000


async def keep(request: Request) -> str | None:
    """Keep the form that was sent; the secret to give to the browser, or None when there was nothing to keep."""
    if request.method != "POST" or len(request.url.path) > _LONGEST:
        return None
    if hosts.BOOTH.fullmatch(request.url.path):
        return None  # a ballot lives on the voter's own device
    values = getattr(request.state, "typed", None)
    if values is None and "content-length" in request.headers:  # its size was looked at
        values = await read_form(request)
    if values is not None:
        values = {name: text for name, text in values.items() if name not in NEVER_KEPT}
    if not values or not 0 < sum(map(len, values.values())) <= _MOST:
        return None
    secret = cookies.browser_secret(request, services(request).settings) or new_token()
    await do(request, KeepForm(request.url.path, values, secret))
    return secret


async def kept(request: Request) -> dict[str, str]:
    """What this browser typed in this form before the login."""
    parts = services(request)
    secret = cookies.browser_secret(request, parts.settings)
    if secret is None:
        return {}
    now = parts.clock.now()
    found = await ask(request, kept_form, token_hash(secret), request.url.path, now)
    return opened(found, secret) if found is not None else {}


async def arrived(request: Request, response: Response) -> Response:
    """The form was taken: what was kept of it is forgotten."""
    secret = cookies.browser_secret(request, services(request).settings)
    if secret is not None:
        await do(request, ForgetForm(request.url.path, secret))
    return response
