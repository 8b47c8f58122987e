"""Somebody's messages on the site, and one of them; opening one is reading it."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.messages import MarkUnread, ReadMessages
from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound
from wijkstem.kit.jinja import Pages
from wijkstem.queries import messages as inbox
from wijkstem.queries.messages import Inbox, Message
from wijkstem.web.context import visitor
from wijkstem.web.forms import read_form
from wijkstem.web.inputs import whole
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do

ALL_READ = notice("ok", "Al uw berichten staan nu als gelezen.")
KEPT_AS_NEW = notice("ok", "Dit bericht staat weer als nieuw bij uw berichten.")


@dataclass(frozen=True)
class Line:
    """A message in the list."""

    position: int
    subject: str
    at: datetime
    read: bool


async def listing(request: Request) -> Response:
    """All of them, the newest first."""
    who = visitor(request)
    person_id = require_login(who.actor)
    found: Inbox = await ask(
        request,
        inbox.messages,
        person_id,
        rules=who.rules,
        lang=who.lang,
        strong=who.actor.strong,
        page=whole(request.query_params.get("pagina")),
    )
    # Not as the session knew it a moment before: what came in between stands in this list too.
    request.state.unread = found.unread
    kept = who.rules.municipality.messages_kept
    rows = [_line(request, one) for one in found.messages.rows]
    return page(
        request,
        "messages/list.html",
        rows=rows,
        found=found.messages,
        strong=who.actor.strong,
        unread=found.unread,
        newest=rows[0].position if rows else 0,
        kept=kept.days if kept else 0,
    )


def _line(request: Request, one: Message) -> Line:
    return Line(one.letter.position, _subject(request, one), one.letter.at, one.read)


def _subject(request: Request, one: Message) -> str:
    """The subject of the mail about the same."""
    pages: Pages = request.app.state.pages
    template = f"mail/{one.template}/subject.txt"
    said = pages.render(template, visitor(request).lang, letter=one.letter)
    return " ".join(said.split())


async def one(request: Request) -> Response:
    """What it says, in the language of the page. Raises NotFound for what is not this visitor's."""
    who = visitor(request)
    person_id = require_login(who.actor)
    position: int = request.path_params["position"]
    found: Message | None = await ask(
        request,
        inbox.message,
        person_id,
        position,
        rules=who.rules,
        lang=who.lang,
        strong=who.actor.strong,
    )
    if found is None:
        raise NotFound("no_message", "Dit bericht is er niet.")
    if not found.read:
        await do(request, ReadMessages(position))
        request.state.unread = await ask(
            request, inbox.unread_messages, person_id, strong=who.actor.strong
        )
    return page(
        request,
        "messages/one.html",
        letter=found.letter,
        subject=_subject(request, found),
        said=f"mail/{found.template}/body.html",
        site="",
    )


async def read_all(request: Request) -> Response:
    """Everything that was there when the button was shown."""
    require_login(visitor(request).actor)
    values = await read_form(request)
    await do(request, ReadMessages(whole(values.get("tot")), and_before=True))
    return redirect(request, "/mijn/berichten", notice=ALL_READ)


async def keep_unread(request: Request) -> Response:
    """Keep one for later."""
    require_login(visitor(request).actor)
    await do(request, MarkUnread(request.path_params["position"]))
    return redirect(request, "/mijn/berichten", notice=KEPT_AS_NEW)
