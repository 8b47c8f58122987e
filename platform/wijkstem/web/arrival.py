"""Where a request is for, in which language, and from whom: the inner half of the middleware."""

from datetime import timedelta
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Send

from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_, SOURCE
from wijkstem.kit.ids import token_hash
from wijkstem.queries.sessions import who_hold
from wijkstem.web import hosts, language
from wijkstem.web.context import municipality, path_of, services, visitor
from wijkstem.web.cookies import guarded_name, session_name, session_secret
from wijkstem.web.errors import Answer, error_page
from wijkstem.web.middleware import Middleware
from wijkstem.web.sightings import Sightings
from wijkstem.web.work import gathered

#: So often a sign of life is written down.
SEEN_EVERY = timedelta(minutes=5)
_READS = frozenset({"GET", "HEAD", "OPTIONS"})

FOREIGN = Answer(
    403,
    N_("Dit kwam niet van onze eigen pagina"),
    N_(
        "Daarom hebben wij er niets mee gedaan. Open de pagina hier opnieuw en probeer het nog eens."
    ),
)


class Language(Middleware):
    """``?taal=`` decides at once and is remembered; then what was remembered; then Dutch.

    What a person chose for themselves comes in between, once `Session` knows who it is.
    """

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        asked = self._known(request.query_params.get(language.PARAMETER))
        name = guarded_name(language.COOKIE, services(request).settings)
        chosen = asked or self._known(request.cookies.get(name))
        request.state.lang = chosen or SOURCE
        request.state.lang_chosen = chosen is not None

        if asked is None:
            await self.app(request.scope, receive, send)
            return

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                response = Response()
                language.remember(response, asked, services(request).settings)
                MutableHeaders(scope=message).append("set-cookie", response.headers["set-cookie"])
            await send(message)

        await self.app(request.scope, receive, remembering)

    def _known(self, lang: str | None) -> str | None:
        return lang if lang in language.translations().languages else None


class Municipality(Middleware):
    """Finds the municipality by the host name; an address of nobody is not found."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        parts = services(request)
        name, _ = hosts.split(request.headers.get("host", ""))
        request.state.municipality = hosts.municipality_at(
            name, parts.settings.base_host, parts.rules
        )
        stranger = request.state.municipality is None and not hosts.is_bare(
            name, parts.settings.base_host
        )
        if stranger and not hosts.FOR_MACHINES.fullmatch(path_of(request)):
            raise NotFound("unknown_host", "Op dit adres is geen gemeente te vinden.")
        await self.app(request.scope, receive, send)


class SameOrigin(Middleware):
    """Takes a write only from a page of our own.

    Every browser of today says of a write where it comes from, and no page can make it lie. So no form needs
    a secret of its own, and a page is the same for everybody and can be kept. A municipality's neighbour
    below the same name is another site as well: "same-site" is not enough. What stops a mail is a right of whoever
    has its secret, and comes from mail programs anywhere (RFC 8058).
    """

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        if request.method in _READS or self._own(request):
            await self.app(request.scope, receive, send)
            return
        answer = error_page(request, FOREIGN)
        await answer(request.scope, receive, send)

    def _own(self, request: Request) -> bool:
        if hosts.BY_MAIL.fullmatch(path_of(request)):
            return True
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = request.headers.get("origin")
        if origin is not None:
            return _netloc(origin) == request.headers.get("host")
        # Neither: not a browser of today. Without a session there is nothing to abuse.
        return session_name(services(request).settings) not in request.cookies


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""  # no browser's, and no host either


class Session(Middleware):
    """Finds out who it is by the cookie; an unknown or expired secret is nobody's."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        parts = services(request)
        secret = session_secret(request, parts.settings)
        due = ""
        if secret is not None and municipality(request) is not None and self._matters(request):
            known_by = token_hash(secret)
            found = await gathered(request, who_hold, known_by)
            if found is not None and found.until > parts.clock.now():
                request.state.actor = found.actor
                request.state.display_name = found.display_name
                request.state.unread = found.unread
                if not request.state.lang_chosen:
                    request.state.lang = found.language
                unseen = found.seen_at is None or parts.clock.now() - found.seen_at >= SEEN_EVERY
                # Not in the booth: when somebody was there could say which ballot is theirs.
                if unseen and hosts.BOOTH.fullmatch(path_of(request)) is None:
                    due = known_by
        request.state.arrived = True  # from here on nothing about the visitor changes
        await self.app(request.scope, receive, send)
        if due:
            sightings: Sightings = request.app.state.sightings
            await sightings.note(visitor(request).municipality_id, due)

    def _matters(self, request: Request) -> bool:
        return hosts.FOR_MACHINES.fullmatch(path_of(request)) is None
