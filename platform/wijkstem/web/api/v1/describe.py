"""The description of the API: OpenAPI 3.1, made from the table of resources and the shapes that it answers with."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from wijkstem.web.api.v1.asked import CURSOR, SIZE, USUAL, Parameter
from wijkstem.web.api.v1.parts import Shape
from wijkstem.web.api.v1.resources import Resource
from wijkstem.web.api.v1.shapes import Probleem
from wijkstem.web.api.v1.table import RESOURCES
from wijkstem.web.api.v1.tell import BASE, Here
from wijkstem.web.problems import HEADERS

Said = dict[str, Any]
_REFS: Final = "#/components/schemas/{model}"


def description(here: Here) -> Said:
    """Of the API of one municipality."""
    name = here.rules.municipality.name
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Meedoen in {name}",
            "description": (
                "Alles wat iedereen op deze website kan lezen, voor programma's. Lezen kan zonder sleutel."
                " Wie een plan indiende of steunde, staat er niet in."
            ),
            "version": HEADERS["API-Version"],
            "contact": contact(here),
            "license": {"name": "CC0 1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": here.page(BASE)}],
        "tags": [{"name": name, "description": it.about} for name, it in RESOURCES.items()],
        "paths": dict(_paths()),
        "components": {"schemas": _schemas(), "headers": _HEADERS, "responses": _RESPONSES},
    }


def contact(here: Here) -> Said:
    """Where questions go: to the municipality, or else to where its letters come from."""
    it = here.rules.municipality
    known = it.accessibility.email if it.accessibility else None
    # A machine without a mail domain has no address: one that can never exist says so.
    sender = here.mail if "." in here.mail.rpartition("@")[2] else f"geen@{it.slug}.invalid"
    return {
        "name": f"Gemeente {it.name}",
        "email": known or sender,
        "url": here.page("/open-data"),
    }


def _paths() -> Iterator[tuple[str, Said]]:
    yield "/openapi.json", {"get": _described()}
    for name, it in RESOURCES.items():
        yield from _of(name, it)


def _described() -> Said:
    said = {"200": _answer("Deze beschrijving.", {"type": "object"}), **_USUAL}
    return {"operationId": "getBeschrijving", "summary": "Deze beschrijving", "responses": said}


def _of(name: str, it: Resource) -> Iterator[tuple[str, Said]]:
    if it.alone is not None:
        yield f"/{name}", {"get": _operation(name, it.about, [], _ref(it.alone))}
    if it.listed is not None:
        asked = [*it.listed.filters, SIZE, CURSOR]
        shape = _list_of(it.listed.shape)
        yield f"/{name}", {"get": _operation(name, it.about, _in_query(asked), shape)}
    if it.single is None:
        return
    path, key = f"/{name}/{{{it.single.key.name}}}", [_in_path(it.single.key)]
    yield path, {"get": _operation(name, it.about_one, key, _ref(it.single.shape), "Een")}
    for part, below in (it.below or {}).items():
        paged = _in_query([*below.filters, *((SIZE, CURSOR) if below.keys else ())])
        shape = _list_of(below.shape) if below.keys else _ref(below.shape)
        said = _operation(name, below.about, [*key, *paged], shape, part.capitalize())
        yield f"{path}/{part}", {"get": said}


def _operation(tag: str, about: str, asked: list[Said], shape: Said, more: str = "") -> Said:
    wrong = {"400": {"$ref": "#/components/responses/Verkeerd"}} if asked else {}
    missing = {"404": {"$ref": "#/components/responses/Onbekend"}}
    said: Said = {
        "operationId": f"get{tag.capitalize()}{more}",
        "summary": about,
        "tags": [tag],
        "responses": {"200": _answer(f"{about}.", shape), **wrong, **missing, **_USUAL},
    }
    return {**said, "parameters": asked} if asked else said


def _in_query(asked: list[Parameter]) -> list[Said]:
    return [_parameter(one, "query") for one in asked]


def _in_path(key: Parameter) -> Said:
    return {**_parameter(key, "path"), "required": True}


def _parameter(one: Parameter, where: str) -> Said:
    schema = one.adapter.json_schema(ref_template=_REFS)
    schema.pop("$defs", None)
    if one is SIZE:
        schema = {**schema, "default": USUAL}
    return {"in": where, "name": one.name, "description": one.about, "schema": schema}


def _ref(shape: type[Shape]) -> Said:
    return {"$ref": _REFS.format(model=shape.__name__)}


def _list_of(shape: type[Shape]) -> Said:
    return {"$ref": _REFS.format(model=f"{shape.__name__}Lijst")}


def _answer(said: str, schema: Said) -> Said:
    return {
        "description": said,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS},
        "content": {"application/json": {"schema": schema}},
    }


def _schemas() -> Said:
    """Every shape that stands in an answer, and a list of each that is given in parts."""
    shapes: list[type[Shape]] = [Probleem]
    lists: list[type[Shape]] = []
    for it in RESOURCES.values():
        shapes += [one.shape for one in (it.listed, it.single) if one]
        shapes += [it.alone] if it.alone else []
        shapes += [one.shape for one in (it.below or {}).values()]
        lists += [it.listed.shape] if it.listed else []
        lists += [one.shape for one in (it.below or {}).values() if one.keys]
    _, said = models_json_schema(
        [(shape, "serialization") for shape in dict.fromkeys(shapes)], ref_template=_REFS
    )
    return {**said["$defs"], **{f"{shape.__name__}Lijst": _pages(shape) for shape in lists}}


def _pages(shape: type[Shape]) -> Said:
    following = {
        "description": "Het adres van het volgende deel; null als dit het laatste is.",
        "anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}],
    }
    return {
        "type": "object",
        "description": "Een deel van de lijst.",
        "required": ["resultaten", "volgende"],
        "properties": {
            "resultaten": {"type": "array", "items": _ref(shape)},
            "volgende": following,
        },
    }


def _text(about: str) -> Said:
    return {"description": about, "schema": {"type": "string"}}


def _problem(about: str, headers: Said | None = None) -> Said:
    schema = {"$ref": _REFS.format(model=Probleem.__name__)}
    content = {"application/problem+json": {"schema": schema}}
    return {"description": about, "content": content, **({"headers": headers} if headers else {})}


_HEADERS: Final = {
    "API-Version": _text("De versie van deze API."),
    "ETag": _text("Het merk van dit antwoord, voor If-None-Match."),
    "Link": _text("Het volgende deel (next) en deze beschrijving (service-desc)."),
}
_LATER: Final = {"Retry-After": {"description": "Seconden.", "schema": {"type": "integer"}}}
_RESPONSES: Final = {
    "Verkeerd": _problem("Een parameter klopt niet."),
    "Onbekend": _problem("Dit is er niet, of niet meer."),
    "TeVaak": _problem("Te veel vragen vanaf dit adres. Wacht even.", _LATER),
    "TeDruk": _problem("Het is te druk. Probeer het later nog eens.", _LATER),
}
_USUAL: Final = {
    "429": {"$ref": "#/components/responses/TeVaak"},
    "503": {"$ref": "#/components/responses/TeDruk"},
}
