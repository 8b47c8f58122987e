"""The description of our read API of council information: OpenAPI 3.0, made from the same names that it answers with."""

from typing import Any

from wijkstem.web.ori_shapes import BASE, DOCUMENTS, ITEMS, MEETINGS
from wijkstem.web.problems import HEADERS

URI = {"type": "string", "format": "uri"}
UUID = {"type": "string", "format": "uuid"}
DATE = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
TEXT = {"type": "string"}
MOST = 100


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


SCHEMAS = {
    "Verwijzing": _object(["id", "url"], id=UUID, url=URI),
    "Organisatie": _object(["gemeente", "naam"], gemeente=TEXT, naam=TEXT),
    "Gremium": _object(
        ["gremiumidentificatie", "gremiumnaam"], gremiumidentificatie=TEXT, gremiumnaam=TEXT
    ),
    "Vergadering": _object(
        ["id", "url", "organisatie", "dossiertype", "naam"],
        id=UUID,
        url=URI,
        organisatie=_ref("Organisatie"),
        dossiertype=TEXT,
        naam=TEXT,
        geplandedatum=DATE,
        vergaderdatum=DATE,
        geplandeaanvang=MOMENT,
        locatie=TEXT,
        vergaderstatus={"type": "string", "enum": ["gepland", "gehouden", "geannuleerd"]},
        vergaderingstype=TEXT,
        georganiseerddoorgremium=_ref("Gremium"),
        webpaginalink=URI,
    ),
    "Agendapunt": _object(
        ["id", "url", "organisatie", "dossiertype", "agendapuntnaam", "vergaderingen"],
        id=UUID,
        url=URI,
        organisatie=_ref("Organisatie"),
        dossiertype=TEXT,
        agendapuntnaam=TEXT,
        volgnummer=TEXT,
        vergaderingen=_list(_ref("Verwijzing")),
        omschrijving=TEXT,
        overig=TEXT,
        webpaginalink=URI,
    ),
    "InformatieObject": _object(
        ["id", "pid", "url", "organisatie", "titel", "wooinformatiecategorie", "datumingediend"],
        id=UUID,
        pid={**UUID, "description": "Hetzelfde als id: KOOP mini-ORI 1.0.0 vraagt beide."},
        url=URI,
        organisatie=_ref("Organisatie"),
        titel=TEXT,
        wooinformatiecategorie=TEXT,
        datumingediend=DATE,
        formaat=TEXT,
        webpaginalink=URI,
        vergaderingen=_list(_ref("Verwijzing")),
        agendapunten=_list(_ref("Verwijzing")),
    ),
    "Probleem": _object(
        ["type", "title", "status", "detail"],
        type=TEXT,
        title=TEXT,
        status={"type": "integer"},
        detail=TEXT,
    ),
}
NAMES = {MEETINGS: "Vergadering", ITEMS: "Agendapunt", DOCUMENTS: "InformatieObject"}


def description(site: str, municipality: str) -> dict[str, Any]:
    """Of the API of one municipality."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"Raadsinformatie van {municipality}",
            "description": "Lezen volgens KOOP mini-ORI 1.0.0. Geen sleutel nodig.",
            "version": HEADERS["API-Version"],
            "contact": {"url": f"{site}/"},
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        "servers": [{"url": f"{site}{BASE}"}],
        "paths": {
            path: one for kind, name in NAMES.items() for path, one in _paths(kind, name).items()
        },
        "components": {"schemas": SCHEMAS},
    }


def _paths(kind: str, name: str) -> dict[str, Any]:
    page = _object(
        ["next", "previous", "results"],
        next={**URI, "nullable": True},
        previous={**URI, "nullable": True},
        results=_list(_ref(name)),
    )
    asked = [
        _parameter("page", "integer", minimum=1),
        _parameter("pageSize", "integer", maximum=MOST),
    ]
    if kind != MEETINGS:
        asked.append(_parameter("vergadering", "string", format="uuid"))
    key = {"in": "path", "name": "id", "required": True, "schema": UUID}
    return {
        f"/{kind}": {
            "get": {
                "operationId": f"get{kind}",
                "parameters": asked,
                "responses": {"200": _answer("Een deel van de lijst.", page), "400": _WRONG},
            }
        },
        f"/{kind}/{{id}}": {
            "get": {
                "operationId": f"get{kind}Id",
                "parameters": [key],
                "responses": {"200": _answer("Gevonden.", _ref(name)), "404": _WRONG},
            }
        },
    }


def _parameter(name: str, type_: str, **more: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "schema": {"type": type_, **more}}


def _answer(said: str, schema: dict[str, Any]) -> dict[str, Any]:
    headers = {"API-Version": {"schema": TEXT}, "ETag": {"schema": TEXT}}
    content = {"application/json": {"schema": schema}}
    return {"description": said, "headers": headers, "content": content}


_WRONG = {
    "description": "Het lukte niet; waarom staat erbij.",
    "content": {"application/problem+json": {"schema": _ref("Probleem")}},
}
