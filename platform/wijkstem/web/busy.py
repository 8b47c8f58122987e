"""Come back later: the answer when there are more readers than can be served."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from wijkstem.kit.i18n import SOURCE
from wijkstem.kit.jinja import Pages
from wijkstem.web.errors import RETRY_AFTER


def busy_page(pages: Pages) -> bytes:
    """Both languages at once, made when the process begins, so that giving it costs next to nothing."""
    english = Markup(pages.render("home/busy_words.html", "en"))  # noqa: S704  # our own template
    return pages.render("home/busy.html", SOURCE, english=english).encode()


def busy(request: Request) -> Response:
    """503, and when to come back."""
    return HTMLResponse(
        request.app.state.busy,
        status_code=503,
        headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
    )
