"""Officials bring in figures: a file or one line, looked over before it counts, and taken back when it was wrong."""

import csv
import io
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.bringing import bring_in, compare, drop, enter, go_on, take
from wijkstem.commands.handlers import execute_alone
from wijkstem.commands.sources import UndoFile
from wijkstem.domain.layouts import LAYOUTS
from wijkstem.domain.permissions import may_bring_figures, require
from wijkstem.domain.source_documents import MOST_TEXT
from wijkstem.domain.source_files import MUNICIPALITY_COLUMNS, Asked, Layout, Skip, typed
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import BadSheet
from wijkstem.kit.text import clean
from wijkstem.queries.source_files import FileFacts, FilePage, source_file, source_files
from wijkstem.web import inputs
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.outside_words import (
    ABOUT,
    HEADINGS,
    KIND_NAMES,
    KINDS,
    LOOKS,
    SLUGS,
    STANDINGS,
    STATES,
    Lines,
    notes_told,
)
from wijkstem.web.pages import page, redirect
from wijkstem.web.uploads import read_upload
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do, in_thread
from wijkstem.words.sources import FileState

URL = "/beheer/cijfers"
READ = notice("info", "Het bestand is gelezen. Kijk of alles klopt. Nog niets telt mee.")
TAKEN = notice("ok", "De cijfers tellen nu mee.")
UNDONE = notice("ok", "De cijfers uit dit bestand tellen niet meer mee.")
DROPPED = notice("ok", "Het bestand is weg. Er is niets veranderd.")
#: Of which the year can be said once for all rows.
_WITH_YEAR, _WITH_SOURCE = "jaar", "bron"


async def listing(request: Request) -> Response:
    """Every file, and where another comes in."""
    who = visitor(request)
    require(may_bring_figures(who.actor))
    number = inputs.whole(request.query_params.get("pagina"))
    found = await ask(request, source_files, page=number)
    return page(
        request,
        "figures/list.html",
        found=found,
        files=[_told(one, who.lang) for one in found.rows],
        kinds=[
            (f"{URL}/nieuw/{SLUGS[kind]}", translated(name, who.lang), translated(ABOUT[kind], who.lang))
            for kind, name in KIND_NAMES.items()
        ],
    )  # fmt: skip


def _told(file: FileFacts, lang: str) -> dict[str, object]:
    return {
        "file": file,
        "url": f"{URL}/{file.id}",
        "kind": translated(KIND_NAMES[file.kind], lang),
        "state": translated(STATES[file.state], lang),
        "look": LOOKS[file.state],
    }


def _layout(request: Request) -> Layout:
    kind = KINDS.get(request.path_params["source"])
    if kind is None:
        raise NotFound("no_page", "Deze pagina is er niet.")
    return LAYOUTS[kind]


async def add(request: Request) -> Response:
    """Send a file, or type one line."""
    require(may_bring_figures(visitor(request).actor))
    return _form_page(request, _layout(request), Form())


def _form_page(request: Request, layout: Layout, form: Form, *, status: int = 200) -> Response:
    lang = visitor(request).lang
    columns = [
        {
            "name": column.name,
            "about": translated(column.about, lang),
            "needed": column.needed,
            "example": column.example,
            "choices": column.choices,
        }
        for column in layout.columns
    ]
    ours = {column.name for column in MUNICIPALITY_COLUMNS}
    return page(
        request,
        "figures/new.html",
        # Who types a line types it for their own municipality.
        fields=[column for column in columns if column["name"] not in ours],
        status=status,
        form=form,
        slug=SLUGS[layout.kind],
        name=translated(KIND_NAMES[layout.kind], lang),
        about=translated(ABOUT[layout.kind], lang),
        columns=columns,
        with_year=any(column.name == _WITH_YEAR for column in layout.columns),
        # Where every row must say it, the file says it.
        with_source=any(one.name == _WITH_SOURCE and not one.needed for one in layout.columns),
        source_most=MOST_TEXT,
    )


async def example(request: Request) -> Response:
    """An empty table with the headings and one example."""
    require(may_bring_figures(visitor(request).actor))
    layout, made = _layout(request), io.StringIO()
    lines = csv.writer(made, delimiter=";", lineterminator="\r\n")
    lines.writerow([column.name for column in layout.columns])
    lines.writerow([column.example for column in layout.columns])
    name = f"voorbeeld-{SLUGS[layout.kind]}.csv"
    return Response(
        "\ufeff" + made.getvalue(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def add_now(request: Request) -> Response:
    """Read what came; nothing counts yet. What is wrong with a line that was typed stands beside its fields."""
    who, layout = visitor(request), _layout(request)
    require(may_bring_figures(who.actor))
    async with read_upload(request, "bestand") as sent:
        values = sent.values
        try:
            if values.get("typen"):
                file_id = await _typed(request, layout, values)
            else:
                file_id = await _sent(request, layout, sent.file, values)
        except Invalid as wrong:
            form = refused(values, wrong, who.lang)
            return _form_page(request, layout, form, status=422)
    return redirect(request, f"{URL}/{file_id}", notice=READ)


def _asked(request: Request, **defaults: str) -> Asked:
    return Asked(visitor(request).rules, today(request), defaults)


async def _sent(
    request: Request, layout: Layout, file: BinaryIO | None, values: dict[str, str]
) -> UUID:
    if file is None:
        raise Invalid({"bestand": FieldError("no_file", "Kies een bestand.")})
    year = values.get("alle_jaar", "").strip()
    if year and not inputs.whole(year):
        wrong = FieldError("no_year", "Schrijf een jaar, bijvoorbeeld 2025.")
        raise Invalid({"alle_jaar": wrong})
    source = clean(values.get("alle_bron", ""))
    said = {_WITH_YEAR: year, _WITH_SOURCE: source}
    asked = _asked(request, **{name: text for name, text in said.items() if text})
    try:
        return await in_thread(request, partial(bring_in, _run(request), file, layout, asked))
    except BadSheet as bad:
        raise Invalid({"bestand": bad}) from bad


async def _typed(request: Request, layout: Layout, values: dict[str, str]) -> UUID:
    """One line; its faults are errors of the form's fields."""
    names = [column.name for column in layout.columns]
    try:
        line, faults = typed(
            layout, {name: values.get(name, "") for name in names}, _asked(request)
        )
    except Skip:
        empty = FieldError("no_figure", "Vul een cijfer van uw eigen gemeente in.")
        raise Invalid({"": empty}) from None
    if faults or line is None:
        raise Invalid({fault.heading: fault.error for fault in faults})
    return await in_thread(request, partial(enter, _run(request), layout, line))


def _run(request: Request) -> Any:
    """Carries out a command as the visitor, in a transaction of its own."""
    who = visitor(request)
    parts = services(request)
    return lambda command: execute_alone(
        parts, who.municipality_id, command, who.actor, correlation_id=who.correlation_id
    )


async def show(request: Request) -> Response:
    """What is in a file, what is wrong, and what would change."""
    require(may_bring_figures(visitor(request).actor))
    return await _file_page(request, Form())


async def _file_page(request: Request, form: Form, *, status: int = 200) -> Response:
    who = visitor(request)
    number = inputs.whole(request.query_params.get("pagina"))
    found: FilePage = await ask(
        request, source_file, request.path_params["file"], page=max(1, number)
    )
    file, lines = found.file, Lines(who.rules, found.documents, who.lang)
    rows = [
        [one.number, *lines.words(file.kind, one.said), translated(STANDINGS[one.standing], who.lang)]
        for one in found.lines.rows
    ]  # fmt: skip
    headings = [translated(one, who.lang) for one in HEADINGS[file.kind]]
    return page(
        request,
        "figures/one.html",
        status=status,
        form=form,
        it=_told(file, who.lang),
        file=file,
        rows=rows,
        headings=[
            translated(N_("Regel"), who.lang),
            *headings,
            translated(N_("Nu"), who.lang),
        ],
        pages=found.lines,
        faults=[
            [one.number, one.heading, one.cell, sentence(one.error, who.lang)]
            for one in found.faults
        ],
        more=file.faults - len(found.faults),
        notes=notes_told(file.notes, who.lang),
        takeable=file.state is FileState.READ and not file.faults and file.lines > 0,
        droppable=file.state in {FileState.READ, FileState.READING},
        half=file.state is FileState.TAKING,
        undoable=file.state is FileState.TAKEN,
        new_url=f"{URL}/nieuw/{SLUGS[file.kind]}",
    )


async def act(request: Request) -> Response:
    """Take it in, go on with that, take it back, or throw it away."""
    who, file_id = visitor(request), request.path_params["file"]
    require(may_bring_figures(who.actor))
    values = await read_form(request)
    here, run = f"{URL}/{file_id}", _run(request)
    try:
        match values.get("actie"):
            case "opnemen":
                replace = values.get("vervang") == "ja"
                await in_thread(request, partial(take, run, file_id, replace=replace))
                return redirect(request, here, notice=TAKEN)
            case "verder":
                await in_thread(request, partial(go_on, run, file_id))
                return redirect(request, here, notice=TAKEN)
            case "terug":
                await do(request, UndoFile(file_id))
                return redirect(request, here, notice=UNDONE)
            case "weg":
                await in_thread(request, partial(drop, run, file_id))
                return redirect(request, URL, notice=DROPPED)
    except (Conflict, RuleBroken) as no:
        if no.code == "figures_changed":
            await in_thread(request, partial(compare, run, file_id))
        form = Form(values, {"": sentence(no, who.lang)})
        status = 409 if isinstance(no, Conflict) else 422
        return await _file_page(request, form, status=status)
    return redirect(request, here)
