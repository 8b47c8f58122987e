"""A browser at the municipality's door: asks, reads what it is told, and asks again while there is no answer."""

import random
import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.fire.ledger import Answer, Key, Ledger
from tests.support.world import HERE

#: Seconds that somebody thinks at most before they ask, so that a storm lasts long enough to be hit.
PACE = 0.3
#: Seconds after which a browser gives up on an answer: longer than a request waits for a lock or a connection.
PATIENCE = 60.0
#: How often somebody asks again who gets no answer, or is told to come back: for as long as a process may need to start.
TRIES = 1500

_SESSION = re.compile(r"\bwijkstem=([A-Za-z0-9_-]+)")
_BROWSER = re.compile(r"\bwijkstem-browser=([A-Za-z0-9_-]+)")
_STEP = re.compile(r'name="step_seq" value="(\d+)"')
#: The cookies of one device, by their name.
Jar = dict[str, str]

#: Between the parts of a form; in no file that the storm sends.
_BOUNDARY = "----storm-9f1c2a7be04d"
_REFUSED = frozenset({400, 403, 404, 409, 422, 429})


@dataclass(frozen=True)
class Attached:
    """A file that goes with a form."""

    under: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    location: str
    session: str
    #: What ties an attempt to log in to one browser.
    browser: str
    body: str
    #: Whether we are asked to come back: only what was certainly not done may simply be asked again.
    later: bool

    @property
    def answer(self) -> Answer | None:
        """What it says; None for what nobody should ever be told."""
        if self.status == 303:
            stranger = self.location.startswith("/inloggen?")
            return Answer.REFUSED if stranger else Answer.ACCEPTED
        if self.status in _REFUSED:
            return Answer.REFUSED
        if self.status == 503:
            return Answer.AWAY if self.later else Answer.UNANSWERED
        return None


class Door:
    """Every web process of the platform; which one answers is chance."""

    def __init__(self, ports: list[int], ledger: Ledger) -> None:
        self._ports, self._ledger = ports, ledger

    def ask(
        self,
        key: Key,
        path: str,
        data: dict[str, str],
        token: str,
        chance: random.Random,
        *,
        where: str = HERE,
        tries: int = TRIES,
        browser: str = "",
        jar: Jar | None = None,
        attached: Attached | None = None,
    ) -> Reply | None:
        """Ask until there is an answer, and note each one; None for who gave up before."""
        time.sleep(chance.uniform(0, PACE))
        for _ in range(tries):
            reply = self._send("POST", path, data, token, chance, where, browser, jar, attached)
            answer = Answer.UNANSWERED if reply is None else reply.answer
            if answer is None:
                assert reply is not None
                self._ledger.shocks.append(f"{key}: {reply.status}")
                self._ledger.note(key, Answer.UNANSWERED)
                return None
            self._ledger.note(key, answer)
            if answer in {Answer.ACCEPTED, Answer.REFUSED}:
                return reply
            time.sleep(0.2)
        if tries == TRIES:
            self._ledger.shocks.append(f"{key}: no answer, {TRIES} times")
        return None

    def look(
        self,
        path: str,
        token: str,
        chance: random.Random,
        *,
        where: str = HERE,
        jar: Jar | None = None,
    ) -> Reply | None:
        """A page, when there is one just now."""
        reply = self._send("GET", path, {}, token, chance, where, jar=jar)
        if reply is not None and reply.status >= 500 and reply.status != 503:
            self._ledger.shocks.append(f"GET {path}: {reply.status}")
        return reply

    def step_of(self, path: str, token: str, chance: random.Random) -> int:
        """The step that a desk's page offers to take; 0 when it cannot be seen now."""
        reply = self.look(path, token, chance)
        found = _STEP.search(reply.body) if reply else None
        return int(found[1]) if found else 0

    def _send(
        self,
        method: str,
        path: str,
        data: dict[str, str],
        token: str,
        chance: random.Random,
        where: str,
        browser: str = "",
        jar: Jar | None = None,
        attached: Attached | None = None,
    ) -> Reply | None:
        sent, content_type = _encoded(data, attached)
        mine = {"wijkstem": token, "wijkstem-browser": browser} | (jar or {})
        headers = {
            "Host": f"{where}.localhost",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": content_type,
            "Cookie": "; ".join(f"{name}={text}" for name, text in mine.items()),
            "Connection": "close",
        }
        line = HTTPConnection("127.0.0.1", chance.choice(self._ports), timeout=PATIENCE)
        try:
            line.request(method, path, sent, headers)
            response = line.getresponse()
            body = response.read().decode(errors="replace")
        except (OSError, HTTPException):
            return None
        finally:
            line.close()
        told = response.headers.get_all("Set-Cookie", [])
        if jar is not None:
            jar |= {name: one.value for text in told for name, one in SimpleCookie(text).items()}
        cookies = " ".join(told)
        return Reply(
            status=response.status,
            location=response.headers.get("Location", ""),
            session=_named(_SESSION, cookies),
            browser=_named(_BROWSER, cookies),
            body=body,
            later="Retry-After" in response.headers,
        )


def _encoded(data: dict[str, str], attached: Attached | None) -> tuple[bytes, str]:
    """A form as a browser sends it, in parts when a file goes with it; and what it says that it is."""
    if attached is None:
        return urlencode(data).encode(), "application/x-www-form-urlencoded"
    parts = [f'form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in data.items()]
    named = f'form-data; name="{attached.under}"; filename="{attached.name}"\r\n\r\n'
    parts.append(named.encode() + attached.content)
    body = b"".join(
        b"--%s\r\nContent-Disposition: %s\r\n" % (_BOUNDARY.encode(), part) for part in parts
    )
    end = f"--{_BOUNDARY}--\r\n".encode()
    return body + end, f"multipart/form-data; boundary={_BOUNDARY}"


def _named(name: re.Pattern[str], cookies: str) -> str:
    found = name.search(cookies)
    return found[1] if found else ""
