"""What no route may let happen, whatever it is for: each is walked, and a new one is in the walk by itself."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx2
import pytest
from starlette.routing import Route

from tests.web.test_who_may_what import TOLD
from tests.web.town import PEOPLE, RANDOM, SECRET, Town, Visit, routes
from wijkstem.web.public import public_page
from wijkstem.web.routes import ROUTES

pytestmark = pytest.mark.slow

EVIL: Final = "evil.example"
EVERY: Final = list(routes())
READ: Final = [visit for visit in EVERY if visit.method == "GET"]
WRITTEN: Final = [visit for visit in EVERY if visit.method == "POST"]
#: What a browser sends from somewhere else; `None`: this header is not sent.
FOREIGN: Final[tuple[dict[str, str | None], ...]] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testdorp.localhost"},
    {"Sec-Fetch-Site": None, "Origin": f"https://{EVIL}"},
    {"Sec-Fetch-Site": None, "Origin": "http://buurdorp.localhost"},
    {"Sec-Fetch-Site": None, "Origin": "null"},
    {"Sec-Fetch-Site": None},
)
#: What somebody adds to a form, hoping that it ends up in a row; the values are right for their columns.
ADDED: Final = {
    "id": "0" * 32, "public": "1", "step": "adopted", "step_seq_": "9", "result": "adopted", "state": "closed",
    "status": "adopted", "role": "administrator", "roles": "official", "strong": "1", "admin": "true",
    "municipality_id": "buurdorp", "municipality": "buurdorp", "number": "2020-0001", "slug": "anders",
    "filed_on": "2020-01-01", "due_on": "2030-01-01", "rules_version": "1999.1", "instrument": "voorstel",
    "valid": "1", "valid_for": "999", "threshold": "0", "signer_tag": "x", "channel": "paper", "language": "en",
    "birth_date": "1950-01-01", "lives_here": "1", "display_name": "Burgemeester", "email": "b@example.test",
    "expires_at": "2099-01-01", "created_at": "2020-01-01", "correlation_id": "0" * 32, "now": "2020-01-01",
}  # fmt: skip


def who_may(visit: Visit) -> tuple[Visit, str]:
    """Somebody who gets it done, and with the plan in which stage; anybody where nobody does."""
    for told, cells in TOLD.items():
        if (told.method, told.pattern) == (visit.method, visit.pattern):
            for good in ("done", "page", "on"):
                if good in cells:
                    return told, PEOPLE[len(cells) - 1 - cells[::-1].index(good)]
    return visit, "submitter"


def values(answer: httpx2.Response) -> Iterator[str]:
    """Every header of an answer, and what it says."""
    for name, value in answer.headers.multi_items():
        yield f"{name}: {value}"


#: The plans on a ballot, in the order that a device got for good.
SHUFFLED = re.compile(r'value="[0-9]+(,[0-9]+)+"')
SPOKEN = "/initiatieven/concept/{draft:uuid}/opname"


def page(answer: httpx2.Response) -> str:
    """What somebody reads, but for what is another each time: chance, and the order of plans on a ballot."""
    text = RANDOM.sub("*", answer.text)
    return (
        "\n".join(sorted(SHUFFLED.sub("*", text).splitlines())) if SHUFFLED.search(text) else text
    )


# --- headers ------------------------------------------------------------------------------------


def guards(answer: httpx2.Response) -> dict[str, Any]:
    """What a browser is told not to do with it."""
    told = answer.headers["content-security-policy"]
    policy = dict((part.strip() + " ").split(" ", 1) for part in told.split(";"))
    return {
        "unsafe": [word for word in ("unsafe-", "http:", "https:", "*", "data:") if word in told],
        "default": _at_most_own(policy["default-src"]),
        "script": _at_most_own(policy.get("script-src", policy["default-src"])),
        "framed by": policy["frame-ancestors"].strip(),
        "base": policy["base-uri"].strip(),
        "forms": _at_most_own(policy["form-action"]),
        "plugins": policy["object-src"].strip(),
        "sniff": answer.headers["x-content-type-options"],
        "referrer": answer.headers["referrer-policy"],
        "opener": answer.headers["cross-origin-opener-policy"],
        "embedder": answer.headers["cross-origin-resource-policy"],
        "may": {part.strip() for part in answer.headers["permissions-policy"].split(",")}
        >= {"camera=()", "geolocation=()"},
        "microphone": "microphone=()" not in answer.headers["permissions-policy"],
        "old frames": answer.headers["x-frame-options"],
        "says its server": "server" in answer.headers or "x-powered-by" in answer.headers,
        "https": answer.headers.get("strict-transport-security", ""),
    }


def _at_most_own(sources: str) -> str:
    """From nowhere is less than from ourselves: so it is with a file that is no page."""
    return "'self'" if sources.strip() == "'none'" else sources.strip()


GUARDED: Final = {
    "unsafe": [],
    "default": "'self'",
    "script": "'self'",
    "framed by": "'none'",
    "base": "'none'",
    "forms": "'self'",
    "plugins": "'none'",
    "sniff": "nosniff",
    "referrer": "same-origin",
    "opener": "same-origin",
    "embedder": "same-origin",
    "may": True,
    "microphone": False,
    "old frames": "DENY",
    "says its server": False,
}


@pytest.mark.parametrize("who", ["nobody", "submitter", "operator"])
def test_every_answer_is_guarded(here: Town, here_on_https: Town, who: str) -> None:
    for site, https in ((here, ""), (here_on_https, "max-age=31536000")):
        for visit in EVERY:
            found = guards(site.ask(visit, who))
            site.put_back()
            # Where somebody speaks their plan, the page may ask for a microphone.
            speaks = {"microphone": found["microphone"]} if visit.pattern.endswith(SPOKEN) else {}
            assert (visit, found) == (visit, GUARDED | {"https": https} | speaks)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"method": "GET", "url": "/er-is-niets"}, 404),
        ({"method": "GET", "url": "/static/er-is-niets.css"}, 404),
        ({"method": "DELETE", "url": "/"}, 405),
        ({"method": "GET", "url": "/uitloggen"}, 405),
        ({"method": "POST", "url": "/inloggen", "json": {}}, 400),
        ({"method": "POST", "url": "/inloggen", "data": {"persoon": "x" * 1_000_001}}, 413),
        ({"method": "POST", "url": "/inloggen", "headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
        ({"method": "GET", "url": "/", "headers": {"Host": EVIL}}, 404),
        ({"method": "GET", "url": "/inloggen/met/digid"}, 503),
    ],
)  # fmt: skip
def test_every_refusal_is_guarded(here: Town, sent: dict[str, Any], status: int) -> None:
    here.client.cookies.clear()
    answer = here.client.request(**sent)
    here.put_back()
    assert (answer.status_code, guards(answer)) == (status, GUARDED | {"https": ""})


def test_every_file_and_every_mistake_of_ours_is_guarded(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = here.client.get("/").text.partition('href="/static/')[2].partition('"')[0]
    assert guards(here.client.get(f"/static/{styles}")) == GUARDED | {"https": ""}
    monkeypatch.setattr("wijkstem.web.postbox.postbox.boxes", None)
    answer = here.client.get("/demo/post")
    assert (answer.status_code, guards(answer)) == (500, GUARDED | {"https": ""})


# --- cookies ------------------------------------------------------------------------------------


def test_every_cookie_is_kept_from_others(here_on_https: Town) -> None:
    seen: set[str] = set()
    for visit in EVERY:
        for who in ("nobody", who_may(visit)[1]):
            answer = here_on_https.ask(who_may(visit)[0], who)
            here_on_https.put_back()
            for cookie in answer.headers.get_list("set-cookie"):
                name, *said = cookie.split("; ")
                marks = {one.split("=")[0].lower(): one.partition("=")[2].lower() for one in said}
                seen.add(name.split("=")[0])
                assert {"secure", "httponly"} <= marks.keys(), (visit, cookie)
                assert (marks["samesite"], marks["path"]) == ("lax", "/"), (visit, cookie)
                assert "domain" not in marks, (visit, cookie)
    assert {"__Host-wijkstem", "__Host-wijkstem-browser"} <= seen
    assert {"__Host-melding", "__Host-taal"} <= seen
    assert {name for name in seen if not name.startswith("__Host-")} == set()


# --- forged and foreign -------------------------------------------------------------------------


#: A mail program ends messages without a page of ours (RFC 8058): the token is all that it has, and all that it does.
BY_TOKEN: Final = "/afmelden/{token}"


@pytest.mark.parametrize("visit", [one for one in WRITTEN if one.pattern != BY_TOKEN], ids=str)
def test_no_other_site_writes(here: Town, visit: Visit) -> None:
    there, who = who_may(visit)
    for headers in FOREIGN:
        kept = dict(here.client.headers)
        for name, value in headers.items():
            if value is None:
                del here.client.headers[name]
        sent = {name: value for name, value in headers.items() if value is not None}
        answer = here.ask(there, who, headers=sent)
        here.client.headers.update(kept)
        assert (headers, answer.status_code) == (headers, 403)
        assert "Dit kwam niet van onze eigen pagina" in answer.text
        assert here.put_back() == []


@pytest.mark.parametrize("visit", EVERY, ids=str)
def test_nothing_leads_to_another_site(here: Town, visit: Visit) -> None:
    """Every name that could be a way back, in the address and in the form, and what a browser says of itself."""
    names = ("terug", "bij", "next", "url", "return", "redirect", "state", "back", "sessie", "taal")
    for way in (f"//{EVIL}", f"https://{EVIL}/", f"/\\{EVIL}", f"/\t/{EVIL}", f"https:{EVIL}"):
        asked = dict.fromkeys(names, way)
        more: dict[str, Any] = {"data": asked | here.form(visit)} if visit.method == "POST" else {}
        for who in ("nobody", who_may(visit)[1]):
            headers = {"Referer": f"https://{EVIL}/", "X-Forwarded-Host": EVIL}
            answer = here.ask(visit, who, params=asked, headers=headers, **more)
            here.put_back()
            on = answer.headers.get("location", "/")
            assert on.startswith("/"), (way, on)
            assert on[1:2] not in {"/", "\\"}, (way, on)


def test_no_header_of_a_visitor_says_where_we_are(here: Town) -> None:
    """What a proxy would say does not come from one here, and ends up nowhere: no link, no mail, no kept page."""
    said = (
        "X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "Forwarded", "X-Original-URL",
        "X-Rewrite-URL", "X-Forwarded-Prefix", "Accept-Language", "Origin", "Referer", "User-Agent",
    )  # fmt: skip
    for visit in READ:
        plain = here.ask(visit, "nobody")
        odd = here.ask(visit, "nobody", headers=dict.fromkeys(said, f"https://{EVIL}/"))
        again = here.ask(visit, "nobody")
        here.put_back()
        assert EVIL not in odd.text + "".join(values(odd)), visit
        assert (plain.status_code, odd.status_code) == (again.status_code, again.status_code)
        assert page(odd) == page(plain) == page(again), visit


@pytest.mark.parametrize(
    "host",
    [
        EVIL, f"{EVIL}:80", f"testdorp.localhost.{EVIL}", f"testdorp.localhost@{EVIL}",
        f"{EVIL}#.localhost", f"testdorp.localhost:80@{EVIL}", f"{EVIL}/testdorp.localhost",
    ],
)  # fmt: skip
def test_host_of_somebody_else_is_nobodys(here: Town, host: str) -> None:
    for visit in READ:
        answer = here.ask(visit, "operator", headers={"Host": host})
        machines = visit.pattern in {"/healthz", "/readyz", "/.well-known/security.txt"}
        assert answer.status_code == (200 if machines else 404), visit
        assert EVIL not in answer.text + "".join(values(answer)), visit


# --- smuggled in --------------------------------------------------------------------------------

LINES: Final = (
    "x\r\nSet-Cookie: stolen=1\r\nLocation: //evil.example\r\n\r\n<script>alert(1)</script>"
)


@pytest.mark.parametrize("visit", EVERY, ids=str)
def test_no_line_ends_up_in_a_header(here: Town, visit: Visit) -> None:
    names = {"terug", "bij", "taal", "title", "pagina", "adres", "code", *here.form(visit)}
    there, who = who_may(visit)
    for name in sorted(names):
        typed = {**here.form(visit), name: LINES}
        more: dict[str, Any] = {"data": typed} if visit.method == "POST" else {}
        answer = here.ask(there, who, params={name: LINES}, **more)
        here.put_back()
        for header in values(answer):
            assert "\r" not in header, name
            assert "\n" not in header, name
            assert not header.lower().startswith("set-cookie: stolen"), name
        assert "<script>alert" not in answer.text, name


#: Others may ask for these too, but only who has something of the kind gets something done.
OWNERS: Final = {
    "/mijn/berichten/gelezen": "submitter",
    "/bijeenkomsten/{gathering:uuid}/afmelden": "other",
    "/jaaragenda/onderwerp/{subject:uuid}/niet-volgen": "other",
    "/dossiers/{dossier:number}/niet-volgen": "other",
    "/initiatieven/concept/{draft:uuid}/weggooien": "submitter",
    "/meedoen/{consulted:number}/mijn-reacties/{comment:uuid}/terugnemen": "resident",
}
#: Right as it is, and so nothing to write.
AS_IT_WAS: Final = {
    "/agenda/{meeting:uuid}/inspreken/afmelden": "nobody wants to speak",
    "/mijn/berichten/{position:int}/ongelezen": "nobody opened it",
    "/initiatieven/concept/{draft:uuid}/beeld": "the draft has no photo to describe",
    "/initiatieven/{number:number}/mening": "no plan of the town is over",
    "/initiatieven/{number:number}/niet-volgen": "nobody follows it",
    "/raadsvoorstellen/{proposal:number}/nakijken": "it is open already",
    "/dossiers/{dossier:number}/reageren": "no meeting goes on",
    **dict.fromkeys(
        (
            "/jaarverslag/{reported:int}/concept/publiceren",
            "/jaarverslag/{reported:int}/concept/terughalen",
        ),
        "it is written at, and nobody offered it: tests/web/test_year_reports.py",
    ),
    "/beheer/meedoen/{means:number}": "it is announced already",
    "/moderatie/team/terug": "nobody is away",
    "/stembord/{round}/controle": "it only looks",
    "/wijkbudget/{round}/stemmen": "a code is only looked up",
    "/wijkbudget/{round}/stembiljet/wissen": "it stands on the voter's own device",
    "/wijkbudget/{round}/stembiljet/{area:int}": "it stands on the voter's own device",
    "/wijkbudget/{round}/stembiljet/{area:int}/controleren": "nothing was filled in on this device",
    "/moderatie/rondes/{round}/steekproef": "nothing was drawn",
}


@pytest.mark.parametrize("visit", WRITTEN, ids=str)
def test_fields_that_no_form_has_change_nothing(here: Town, visit: Visit) -> None:
    """Written is what a form asks, by whoever may: not who it is from, where it is, or what comes of it."""
    there, who = who_may(visit)
    who = OWNERS.get(visit.pattern, who)
    answer = here.ask(there, who)
    plain = _written(here)
    nothing_to_do = answer.status_code not in {200, 303} or visit.pattern in AS_IT_WAS
    assert plain or nothing_to_do, "nothing was written at all"
    own = here.form(there)
    more = here.ask(there, who, data=ADDED | own, params=ADDED)
    assert (more.status_code, _shown(more)) == (answer.status_code, _shown(answer))
    assert _written(here) == plain


def _shown(answer: httpx2.Response) -> str:
    return RANDOM.sub("*", answer.headers.get("location", "").split("?")[0])


def _written(here: Town) -> Mapping[str, list[str]]:
    """What was changed, but for what is another each time: ids, secrets, and what follows from them."""
    rows = here.changed_rows()
    here.put_back()
    return rows


# --- kept for others ----------------------------------------------------------------------------


def test_nobody_finds_what_was_made_for_somebody(here: Town) -> None:
    """Everybody passes first; then comes a visitor, and again one."""
    for visit in READ:
        before = page(here.ask(visit, "nobody"))
        for who in PEOPLE:
            said = here.ask(visit, who, params={"taal": "en"})
            if who not in {"nobody", "guest"} and said.headers.get("content-type", "").startswith(
                "text/html"
            ):
                kept = said.headers["cache-control"]
                assert kept == "no-store" or said.status_code >= 300, (visit, who, kept)
        after = page(here.ask(visit, "nobody"))
        here.put_back()
        assert before == after, visit


def test_only_public_pages_may_be_kept_by_all(here: Town) -> None:
    public = {
        route.path for route in ROUTES if isinstance(route, Route) and public_page(route.endpoint)
    }
    for visit in READ:
        kept = here.ask(visit, "nobody").headers.get("cache-control", "")
        here.put_back()
        assert "public" not in kept or visit.pattern in public, visit


def test_secret_of_somebody_is_on_no_page(here: Town) -> None:
    for visit in READ:
        for who in ("submitter", "operator"):
            text = here.ask(visit, who).text
            assert here.secrets[who] not in text, visit
            assert SECRET not in text, visit
    here.put_back()
