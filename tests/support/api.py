"""The JSON API as its own description has it: every address that it names, and whether an answer is as it says."""

from collections.abc import Iterator
from typing import Any

import jsonschema
from starlette.testclient import TestClient

API = "/api/v1"
SITE = "http://testdorp.localhost"
Said = dict[str, Any]


def get(client: TestClient, path: str) -> Said:
    """What stands at an address of the API."""
    answer = client.get(path.removeprefix(SITE) if path.startswith("http") else f"{API}/{path}")
    assert answer.status_code == 200, (path, answer.text)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["api-version"] == "1.0.0"
    assert answer.headers["access-control-allow-origin"] == "*"
    body: Said = answer.json()
    return body


def whole_list(client: TestClient, path: str) -> list[Said]:
    """All parts of a list."""
    found: list[Said] = []
    following: str | None = path
    while following:
        part = get(client, following)
        found += part["resultaten"]
        following = part["volgende"]
    return found


def mistakes(description: Said, path: str, content: Said) -> list[str]:
    """What an answer says that the description does not allow."""
    answer = description["paths"][path]["get"]["responses"]["200"]
    schema = {**answer["content"]["application/json"]["schema"], **_parts(description)}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return [
        f"{path}: {error.json_path}: {error.message}" for error in validator.iter_errors(content)
    ]


def _parts(description: Said) -> Said:
    return {"components": description["components"]}


def everything(client: TestClient) -> Iterator[tuple[str, str, Said]]:
    """Every answer that there is: its place in the description, its address, and what it says."""
    described = get(client, "openapi.json")
    yield "/openapi.json", "openapi.json", described
    for path in described["paths"]:
        name = path.removeprefix("/")
        if "{" in path or name == "openapi.json":
            continue
        yield path, name, get(client, name)
        for one in whole_list(client, name) if _is_list(described, path) else ():
            yield from _one(client, described, path, one)


def _is_list(described: Said, path: str) -> bool:
    asked = described["paths"][path]["get"].get("parameters", [])
    return any(one["name"] == "cursor" for one in asked)


def _one(
    client: TestClient, described: Said, path: str, one: Said
) -> Iterator[tuple[str, str, Said]]:
    [place] = [p for p in described["paths"] if p.startswith(f"{path}/{{") and p.endswith("}")]
    yield place, one["url"], get(client, one["url"])
    for below in (p for p in described["paths"] if p.startswith(f"{place}/")):
        address = f"{one['url']}/{below.rpartition('/')[2]}"
        if client.get(address.removeprefix(SITE)).status_code != 404:
            yield below, address, get(client, address)
