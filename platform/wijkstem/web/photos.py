"""Photos of a plan: the step that asks for them, and the photos themselves for who may see them."""

from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from wijkstem.adapters.files import Files, key_of
from wijkstem.commands.media import AddPhoto, AnnounceFiles, DescribePhotos, File, RemovePhoto
from wijkstem.domain.media import DESCRIPTION_LENGTH, MOST_PHOTOS, undescribed
from wijkstem.domain.permissions import may_see, may_submit, require, require_login
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.kit.pictures import ENDING, MEDIA_TYPE, MOST_BYTES, Picture
from wijkstem.queries.carrying_out import work_photo
from wijkstem.queries.drafts import Sent
from wijkstem.queries.films import film_of_draft
from wijkstem.queries.media import Kept, Shown, photo, photos_of_draft
from wijkstem.web.context import services, visitor
from wijkstem.web.drafting import CHECKED, KEPT, MEDIA, Writing, found, progress, to_the_plan
from wijkstem.web.forms import Form, sentence
from wijkstem.web.inputs import identifier
from wijkstem.web.pages import page, redirect
from wijkstem.web.uploads import picture, read_upload
from wijkstem.web.work import ask, do, in_thread

#: A photo's own field; its id follows.
FIELD = "foto-"
#: A browser may keep what everybody can see for so long: a plan that is hidden or erased is gone after it.
SECONDS = 3600
#: Nothing in it is a page, whatever it holds.
LOCKED = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " object-src 'none'; sandbox"
)


def files_of(request: Request) -> Files:
    """Where photos are kept. Raises NotFound where none are."""
    kept = services(request).files
    if kept is None:
        raise NotFound("no_photos", "Foto's kunt u hier niet meesturen.")
    return kept


async def show(request: Request) -> Response:
    """The photos that are there, and the way to add one."""
    at = await found(request, MEDIA)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    if services(request).files is None:
        return redirect(request, at.path(at.after))
    return await _step(request, at, checked=CHECKED in request.query_params)


async def _step(
    request: Request,
    at: Writing,
    errors: dict[str, str] | None = None,
    new: str = "",
    *,
    checked: bool = False,
) -> Response:
    who = visitor(request)
    shown: tuple[Shown, ...] = await ask(request, photos_of_draft, require_login(who.actor), at.id)
    values = {f"{FIELD}{one.id}": one.description for one in shown} | {"nieuw": new}
    if checked:
        said = sentence(undescribed(), who.lang)
        errors = {f"{FIELD}{one.id}": said for one in shown if not one.description}
    return page(
        request,
        "drafts/beeld.html",
        status=422 if errors else 200,
        form=Form(values, errors or {}),
        at=at,
        photos=shown,
        film=await ask(request, film_of_draft, require_login(who.actor), at.id),
        most=MOST_PHOTOS,
        megabytes=MOST_BYTES // 1_000_000,
        length=DESCRIPTION_LENGTH,
        progress=progress(MEDIA, who.lang, at.instrument),
    )


async def keep(request: Request) -> Response:
    """Words for the photos that are there, a photo more or less; then on, back, or away."""
    who, kept = visitor(request), files_of(request)
    require(may_submit(who.actor))
    at = await found(request, MEDIA)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    async with read_upload(request, "foto") as sent:
        values = sent.values
        try:
            await do(request, DescribePhotos(at.id, _descriptions(values)))
            if sent.file is not None:
                made = await picture(request, sent.file, sent.size)
                await _add(request, at, made, values.get("nieuw", ""), kept)
        except Invalid as wrong:
            errors = {
                "nieuw" if name == "description" else name: sentence(one, who.lang)
                for name, one in wrong.fields.items()
            }
            return await _step(request, at, errors, values.get("nieuw", ""))
        except (FieldError, RuleBroken, Conflict) as no:
            errors = {"foto": sentence(no, who.lang)}
            return await _step(request, at, errors, values.get("nieuw", ""))
    return await _onward(request, at, values.get("ga", ""), added=sent.file is not None)


async def _add(request: Request, at: Writing, made: Picture, description: str, kept: Files) -> None:
    """The files are announced, then written, then taken into use."""
    here, photo_id = visitor(request).municipality_id, new_id()
    sizes = [(key_of(here, photo_id, one.content, ENDING), one) for one in (made.large, made.small)]
    await do(request, AnnounceFiles([key for key, _ in sizes]))
    for key, one in sizes:
        await in_thread(request, lambda key=key, one=one: kept.put(key, one.content))  # type: ignore[misc]  # bound now
    large, small = (File(key, one.width, one.height) for key, one in sizes)
    await do(request, AddPhoto(at.id, photo_id, large, small, description))


def _descriptions(values: dict[str, str]) -> dict[UUID, str]:
    named = (
        (identifier(name.removeprefix(FIELD)), text)
        for name, text in values.items()
        if name.startswith(FIELD)
    )
    return {photo_id: text for photo_id, text in named if photo_id is not None}


async def _onward(request: Request, at: Writing, go: str, *, added: bool) -> Response:
    if go.startswith("weg-"):
        gone = identifier(go.removeprefix("weg-"))
        if gone is not None:
            await do(request, RemovePhoto(at.id, gone))
        return redirect(request, at.path(MEDIA))
    if go == "bewaar":
        return redirect(request, "/mijn#concepten", notice=KEPT)
    if go == "terug":
        return redirect(request, at.path(at.before or MEDIA))
    who = visitor(request)
    shown: tuple[Shown, ...] = await ask(request, photos_of_draft, require_login(who.actor), at.id)
    if not all(one.description for one in shown):
        return redirect(request, f"{at.path(MEDIA)}?{CHECKED}=ja")
    # Who added a photo sees it first, and whether it is the right one.
    return redirect(request, at.path(MEDIA if added or go == "toevoegen" else at.after))


async def give(request: Request) -> Response:
    """One photo, in one size. Who may not see the plan does not learn that there is a photo."""
    photo_id = request.path_params["photo"]
    found_: Kept | None = await ask(request, photo, photo_id)
    if found_ is None:
        found_ = await ask(request, work_photo, photo_id)
    size = request.path_params["size"]
    if found_ is None or size not in {"groot", "klein"} or not _may_see(request, found_):
        raise NotFound("unknown_photo", "Deze foto is er niet.")
    key = found_.large if size == "groot" else found_.small
    mark = f'"{key.rpartition("/")[2].partition(".")[0][:32]}"'
    headers = {
        "Cache-Control": f"public, max-age={SECONDS}" if found_.public else "private, no-store",
        "Content-Disposition": f'inline; filename="foto.{ENDING}"',
        "Content-Security-Policy": LOCKED,
        "ETag": mark,
    }
    if found_.public and request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    kept = files_of(request)
    content = await in_thread(request, lambda: kept.read(key))
    if content is None:
        raise HTTPException(404)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _may_see(request: Request, one: Kept) -> bool:
    actor = visitor(request).actor
    if one.person_id is not None:  # of a plan that is still being written
        return actor.strong and actor.person_id == one.person_id
    return may_see(actor, public=one.public, submitter_id=one.submitter_id)
