"""The API gets what nobody expects, made from its own description: never a failure, and never another answer than told."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from tests.support.api import API, get
from tests.web.town import Town

CHECKS: Any = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def operations(client: TestClient) -> Iterator[Any]:
    """Every operation of the description."""
    described = get(client, "openapi.json")
    schema = schemathesis.openapi.from_dict(described)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_whatever_is_asked_is_answered_as_described(
    here: Town, mode: schemathesis.GenerationMode
) -> None:
    wrong = mode is schemathesis.GenerationMode.NEGATIVE
    for operation in operations(here.client):
        if wrong and not operation.definition.raw.get("parameters"):
            continue  # it cannot be asked for in a wrong way
        _fuzz(here.client, operation, mode)


def _fuzz(client: TestClient, operation: Any, mode: schemathesis.GenerationMode) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=8,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        asked = case.as_transport_kwargs(base_url=f"{client.base_url}{API}")
        wanted = {name: asked[name] for name in ("method", "url", "params", "headers")}
        answer = client.request(**wanted)
        case.validate_response(Response.from_any(answer), checks=CHECKS)

    ask()
