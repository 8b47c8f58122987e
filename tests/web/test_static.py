"""Stylesheets and pictures: for a year where the name says what is in them, and in what the browser takes."""

import pytest
from starlette.testclient import TestClient

STYLE = 'rel="stylesheet" href="'


@pytest.fixture
def style(client: TestClient) -> str:
    return client.get("/").text.partition(STYLE)[2].partition('"')[0]


@pytest.mark.parametrize(
    ("header", "coding"),
    [("gzip", "gzip"), ("gzip, br, zstd", "br"), ("zstd", "zstd"), ("identity", None), ("", None)],
)
def test_style_goes_out_in_what_the_browser_takes(
    client: TestClient, style: str, header: str, coding: str | None
) -> None:
    plain = client.get(style, headers={"Accept-Encoding": "identity"})
    answer = client.get(style, headers={"Accept-Encoding": header})
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.content == plain.content
    if coding:
        assert int(answer.headers["content-length"]) < len(plain.content) / 3
        assert answer.headers["etag"] != plain.headers["etag"], "other bytes, another mark"


def test_browser_that_has_the_style_gets_no_body(client: TestClient, style: str) -> None:
    headers = {"Accept-Encoding": "br"}
    etag = client.get(style, headers=headers).headers["etag"]
    answer = client.get(style, headers=headers | {"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/inloggen", "/mijn/wissen", "/griffie/vergadering"])
def test_what_is_not_allowed_is_told_with_all_that_is(client: TestClient, path: str) -> None:
    answer = client.put(path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_what_is_not_allowed_where_only_a_form_is_sent(client: TestClient) -> None:
    answer = client.get("/uitloggen")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
