"""One part of what is carried out: the official's form for how it goes, and its photos."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.adapters.files import key_of
from wijkstem.commands.media import AnnounceFiles, File
from wijkstem.commands.work_parts import AddWorkPhoto, RemoveWorkPhoto, UpdateWorkPart
from wijkstem.domain import carrying_out as rules
from wijkstem.domain.carrying_out import PartNews
from wijkstem.domain.media import DESCRIPTION_LENGTH
from wijkstem.domain.permissions import may_carry_out, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.kit.pictures import ENDING, MOST_BYTES, Picture
from wijkstem.queries.carrying_out import PartFacts, WorkOfPlan, number_of_part, work_page
from wijkstem.web import inputs
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import part_path, work_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.photos import files_of
from wijkstem.web.uploads import picture, read_upload
from wijkstem.web.work import ask, do, in_thread
from wijkstem.web.work_words import PARTS

UPDATED = notice("ok", "Uw nieuws staat op de website. Wie meedoet met het plan, krijgt bericht.")
SHOWN = notice("ok", "De foto staat op de website.")
GONE = notice("ok", "De foto is weg.")
#: What everybody will read.
_READ, _OF_PHOTO = ("news", "what"), ("description",)


async def _found(request: Request) -> tuple[WorkOfPlan, PartFacts]:
    require(may_carry_out(visitor(request).actor))
    part_id = request.path_params["work_part"]
    number: str = await ask(request, number_of_part, part_id)
    found: WorkOfPlan = await ask(request, work_page, number)
    part = next((one for one in found.parts if one.id == part_id), None)
    if part is None:
        raise NotFound("unknown_part", "Dit onderdeel is er niet.")
    return found, part


async def news(request: Request) -> Response:
    """The form with what stands there now."""
    found, part = await _found(request)
    return _page(request, found, part, Form(_start(part) | await kept(request)))


def _start(part: PartFacts) -> dict[str, str]:
    start = {
        "revision": str(part.revision),
        "state": part.state.value,
        "what": part.what,
        "due_on_day": "" if part.whole_month else str(part.due_on.day),
        "due_on_month": str(part.due_on.month),
        "due_on_year": str(part.due_on.year),
    }
    if part.done_on:
        names = ("day", "month", "year")
        start |= {f"done_on_{name}": str(getattr(part.done_on, name)) for name in names}
    return start


def _page(
    request: Request,
    found: WorkOfPlan,
    part: PartFacts,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
    read: tuple[str, ...] = _READ,
) -> Response:
    """``read``: the fields of the form that was sent, which is asked about personal data."""
    lang = visitor(request).lang
    return page(
        request,
        "work/part.html",
        status=status,
        form=form,
        problem=problem,
        it=found,
        part=part,
        url=work_path(found.number),
        states=[(state.value, translated(name, lang)) for state, name in PARTS.items()],
        photos=found.photos.get(part.id, ()),
        warnings=found_in(form.values, read, lang),
        of_photo=read is _OF_PHOTO,
        may_show=services(request).files is not None,
        most=rules,
        length=DESCRIPTION_LENGTH,
        megabytes=MOST_BYTES // 1_000_000,
    )


async def tell(request: Request) -> Response:
    """Tell how it goes. Refused or too late: what was typed is still there."""
    (found, part), values = await _found(request), await read_form(request)
    lang = visitor(request).lang
    try:
        check_ticked(values, _READ)
        command = UpdateWorkPart(part.id, inputs.whole(values.get("revision")), _news(values))
        await do(request, command)
    except Invalid as wrong:
        return _page(request, found, part, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        now, part = await _found(request)
        form, said = Form({**values, "revision": str(part.revision)}), sentence(no, lang)
        status = 409 if isinstance(no, Conflict) else 422
        return _page(request, now, part, form, status=status, problem=said)
    return await arrived(request, redirect(request, work_path(found.number), notice=UPDATED))


def _news(values: Mapping[str, str]) -> PartNews:
    due_on, whole_month = inputs.day_or_month(values, "due_on")
    return PartNews(
        values.get("state", ""),
        values.get("what", ""),
        due_on,
        whole_month,
        values.get("news", ""),
        inputs.day(values, "done_on"),
    )


async def show(request: Request) -> Response:
    """A photo more, or one less."""
    found, part = await _found(request)
    lang = visitor(request).lang
    async with read_upload(request, "foto") as sent:
        values = sent.values
        if gone := inputs.identifier(values.get("weg")):
            await do(request, RemoveWorkPhoto(part.id, gone))
            return redirect(request, part_path(part.id), notice=GONE)
        try:
            if sent.file is None:
                raise FieldError("no_file", "Kies een foto.")
            check_ticked(values, _OF_PHOTO)
            await _add(request, part.id, await picture(request, sent.file, sent.size), values)
        except Invalid as wrong:
            form = refused(values, wrong, lang)
        except (FieldError, RuleBroken, Conflict) as no:
            form = Form(values, {"foto": sentence(no, lang)})
        else:
            return redirect(request, part_path(part.id), notice=SHOWN)
    again = Form({**_start(part), **form.values}, form.errors)
    return _page(request, found, part, again, status=422, read=_OF_PHOTO)


async def _add(request: Request, part_id: UUID, made: Picture, values: Mapping[str, str]) -> None:
    """The files are announced, then written, then taken into use."""
    store, here, photo_id = files_of(request), visitor(request).municipality_id, new_id()
    sizes = [(key_of(here, photo_id, one.content, ENDING), one) for one in (made.large, made.small)]
    await do(request, AnnounceFiles([key for key, _ in sizes]))
    for key, one in sizes:
        await in_thread(request, lambda key=key, one=one: store.put(key, one.content))  # type: ignore[misc]  # bound now
    large, small = (File(key, one.width, one.height) for key, one in sizes)
    description = values.get("description", "")
    await do(request, AddWorkPhoto(part_id, photo_id, large, small, description))
