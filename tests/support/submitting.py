"""Filing a plan over HTTP as a browser does it: step by step, each with the fields that stand on its page."""

import re
from collections.abc import Mapping
from html import unescape

from httpx2 import Response
from starlette.testclient import TestClient

#: What somebody could well send, of every step.
GOOD = {
    "title": "Een bankje bij de vijver",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-decision": "Zet een bankje neer bij de vijver.",
    "vraag-costs": "Ongeveer 800 euro",
}
#: The steps with fields, in their order.
STEPS = ("plan", "plek", "beeld")
SEND = "versturen"

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_NAMED = re.compile(r'<(?:input|textarea|select|button)[^>]* name="([^"]+)"')


def begin(client: TestClient, instrument: str = "burgerinitiatief") -> str:
    """The address of a new plan, without a step."""
    answer = client.get(f"/initiatieven/nieuw/{instrument}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("/plan?")[0]


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def send_step(client: TestClient, address: str, values: Mapping[str, str]) -> Response:
    """Fill in what a page asks for and send it."""
    page = client.get(address)
    assert page.status_code in {200, 422}, page.text
    asked = set(_NAMED.findall(page.text))
    typed = {name: value for name, value in values.items() if name in asked}
    answer = client.post(address, data=hidden(page.text) | {"ga": "verder"} | typed)
    return told(client, answer)


def told(client: TestClient, answer: Response) -> Response:
    """What is not right is said at an address of its own, so that one can go back and forward."""
    on = answer.headers.get("location", "")
    return client.get(on) if on.endswith("?nakijken=ja") else answer


def write_plan(
    client: TestClient, values: Mapping[str, str], *, instrument: str = "burgerinitiatief"
) -> tuple[str, Response]:
    """Walk the steps up to the last; gives the plan's address, and the first answer that is no way on, if any."""
    address = begin(client, instrument)
    answer = client.get(f"{address}/plan?soort={instrument}")
    for step in STEPS:
        query = f"?soort={instrument}" if step == STEPS[0] else ""
        answer = send_step(client, f"{address}/{step}{query}", values)
        if answer.status_code != 303:
            break
    return address, answer


def file_plan(
    client: TestClient, values: Mapping[str, str], *, instrument: str = "burgerinitiatief"
) -> Response:
    """All the way: the answer to the sending, or to the first step that was not taken."""
    address, answer = write_plan(client, values, instrument=instrument)
    if answer.status_code != 303:
        return answer
    return send_step(client, f"{address}/{SEND}", values)
