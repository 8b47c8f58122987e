"""The film of a plan: the page that asks for it, and the film and its captions for who may see them."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.films import AddFilm, RemoveFilm, TellFilm
from wijkstem.domain.films import CAPTIONS_LENGTH, TRANSCRIPT_LENGTH, untold
from wijkstem.domain.permissions import may_see, may_submit, require, require_login
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.recasting import MOST_FILM_BYTES, MOST_FILM_SECONDS, film_made_safe
from wijkstem.queries.drafts import Sent
from wijkstem.queries.films import KeptFilm, ShownFilm, film, film_of_draft
from wijkstem.web.context import visitor
from wijkstem.web.drafting import CHECKED, FILM, MEDIA, Writing, found, progress, to_the_plan
from wijkstem.web.forms import Form, sentence, shown_text
from wijkstem.web.language import translated
from wijkstem.web.media_files import media_file, take_in
from wijkstem.web.pages import page, redirect
from wijkstem.web.photos import LOCKED, files_of
from wijkstem.web.uploads import Sent as Uploaded
from wijkstem.web.uploads import read_upload
from wijkstem.web.work import ask, do

NAME = N_("Een film bij uw plan")


async def show(request: Request) -> Response:
    """The film that is there, or the way to add one."""
    files_of(request)
    at = await found(request, MEDIA)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    return await _page(request, at, checked=CHECKED in request.query_params)


async def _page(
    request: Request,
    at: Writing,
    errors: dict[str, str] | None = None,
    typed: str | None = None,
    *,
    checked: bool = False,
) -> Response:
    who = visitor(request)
    shown: ShownFilm | None = await ask(request, film_of_draft, require_login(who.actor), at.id)
    if checked and shown is not None and not shown.told:
        errors = {"transcript": sentence(untold(), who.lang)}
    transcript = shown.transcript if shown and typed is None else typed or ""
    return page(
        request,
        "drafts/film.html",
        status=422 if errors else 200,
        form=Form({"transcript": transcript}, errors or {}),
        at=at,
        film=shown,
        megabytes=MOST_FILM_BYTES // 1_000_000,
        minutes=MOST_FILM_SECONDS // 60,
        length=TRANSCRIPT_LENGTH,
        progress=progress(MEDIA, who.lang, at.instrument) | {"name": translated(NAME, who.lang)},
    )


async def keep(request: Request) -> Response:
    """A film, words for it, or none any more."""
    require(may_submit(visitor(request).actor))
    files_of(request)
    at = await found(request, MEDIA)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    async with read_upload(request, "film", "captions") as sent:
        go, transcript = sent.values.get("ga", ""), sent.values.get("transcript", "")
        try:
            if go == "weg":
                await do(request, RemoveFilm(at.id))
            elif go == "toevoegen":
                await _add(request, at, sent)
            else:
                await do(request, TellFilm(at.id, transcript, _captions(go, sent)))
        except Invalid as wrong:
            errors = {
                name: sentence(one, visitor(request).lang) for name, one in wrong.fields.items()
            }
            return await _page(request, at, errors, transcript)
        except (FieldError, Conflict) as no:
            errors = {"film": sentence(no, visitor(request).lang)}
            return await _page(request, at, errors)
    return await _onward(request, at, go)


async def _add(request: Request, at: Writing, sent: Uploaded) -> None:
    if sent.file is None:
        raise FieldError("no_file", "Kies eerst een film.")
    film_id = new_id()
    key, made = await take_in(request, film_id, sent.file, film_made_safe)
    await do(request, AddFilm(at.id, film_id, key, made.width, made.height, made.seconds))


def _captions(go: str, sent: Uploaded) -> str | None:
    """The words of the file that was sent; None: what was there stays. Raises Invalid for what is no text."""
    if go == "ondertitels-weg":
        return ""
    if sent.file is None:
        return None
    too_much = 4 * CAPTIONS_LENGTH
    content = sent.file.read(too_much + 1)
    try:
        return shown_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        wrong = FieldError(
            "captions_not_utf8",
            "Wij kunnen dit bestand niet lezen. Kies een bestand van het soort WebVTT, met tekens in UTF-8.",
        )
        raise Invalid({"captions": wrong}) from error


async def _onward(request: Request, at: Writing, go: str) -> Response:
    if go in {"weg", "terug"}:
        return redirect(request, at.path(MEDIA))
    who = visitor(request)
    shown: ShownFilm | None = await ask(request, film_of_draft, require_login(who.actor), at.id)
    if go == "bewaar" and shown is not None:
        # Who says that the words are there is told when they are not.
        return redirect(request, at.path(MEDIA) if shown.told else f"{at.path(FILM)}?{CHECKED}=ja")
    return redirect(request, at.path(FILM))


async def give(request: Request) -> Response:
    """The film. Who may not see the plan does not learn that there is one."""
    one = await _found(request)
    return await media_file(request, one.key, public=one.public)


async def give_captions(request: Request) -> Response:
    """Its captions, as a player takes them."""
    one = await _found(request)
    if not one.captions:
        raise NotFound("unknown_film", "Deze film is er niet.")
    return Response(
        one.captions,
        media_type="text/vtt",
        headers={"Cache-Control": "private, no-cache", "Content-Security-Policy": LOCKED},
    )


async def _found(request: Request) -> KeptFilm:
    one: KeptFilm | None = await ask(request, film, request.path_params["film"])
    if one is None or not _may_see(request, one):
        raise NotFound("unknown_film", "Deze film is er niet.")
    return one


def _may_see(request: Request, one: KeptFilm) -> bool:
    actor = visitor(request).actor
    if one.person_id is not None:  # of a plan that is still being written
        return actor.strong and actor.person_id == one.person_id
    return may_see(actor, public=one.public, submitter_id=one.submitter_id)
