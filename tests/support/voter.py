"""Somebody who votes over HTTP and does not give up: whatever breaks, the same form is sent again."""

import re
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.support.processes import PATIENCE
from tests.support.world import HERE
from wijkstem.commands.ballots import new_nonce

#: Status, where it leads, and the page.
Reply = tuple[int, str, str]
#: Seconds for one answer: who is killed between taking a request and answering it may leave it without one.
_ONE_ANSWER = 30.0
_RECEIPT = re.compile(r'id="ontvangstcode">([0-9A-Z-]+)<')


class Voter:
    """One device. Fills in the ballot of area 1 and sends it with a code of a letter."""

    def __init__(self, port: int, number: str, *, patience: float = PATIENCE) -> None:
        self._port, self._patience = port, patience
        self._ballot = f"/wijkbudget/{number}/stembiljet/1"
        self._cookies: dict[str, str] = {}

    def fill_in(self, *numbers: int) -> str:
        """The cookie of a device on which this ballot was filled in."""
        shown = ",".join(map(str, numbers))
        form = {f"plan-{number}": "1" for number in numbers}
        self._press(self._ballot, {**form, "getoond": shown, "doe": "verder"}, "/controleren")
        return "; ".join(f"{name}={text}" for name, text in self._cookies.items())

    def vote(self, code: str, *numbers: int, nonce: str = "") -> str:
        """The receipt. Raises TimeoutError for who is not answered in time."""
        self.fill_in(*numbers)
        sending = {"nonce": nonce or new_nonce(), "code": code}
        self._press(f"{self._ballot}/controleren", sending, "/verstuurd")
        return self.receipt()

    def receipt(self) -> str:
        """As the page shows it, without what stands between."""
        page = self._until(lambda: self._ask("GET", f"{self._ballot}/verstuurd", {}), (200,))[2]
        found = _RECEIPT.search(page)
        assert found, page
        return found[1].replace("-", "")

    def _press(self, path: str, form: dict[str, str], leads_to: str) -> None:
        _, to, page = self._until(lambda: self._ask("POST", path, form), (303, 422))
        assert to.endswith(leads_to), (to, page)

    def _until(self, ask: Callable[[], Reply], statuses: tuple[int, ...]) -> Reply:
        give_up = time.monotonic() + self._patience
        while time.monotonic() < give_up:
            try:
                found = ask()
            except (OSError, HTTPException):
                time.sleep(0.05)
                continue
            if found[0] in statuses:
                return found
            assert found[0] == 503, found
            time.sleep(0.1)
        raise TimeoutError("no answer to a voter")

    def _ask(self, method: str, path: str, form: dict[str, str]) -> Reply:
        line = HTTPConnection("127.0.0.1", self._port, timeout=_ONE_ANSWER)
        try:
            headers = {
                "Host": f"{HERE}.localhost",
                "Sec-Fetch-Site": "same-origin",
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items()),
            }
            line.request(method, path, urlencode(form) if method == "POST" else None, headers)
            reply = line.getresponse()
            page = reply.read().decode()
            for said in reply.headers.get_all("set-cookie") or ():
                for name, cookie in SimpleCookie(said).items():
                    self._cookies[name] = cookie.value
            return reply.status, reply.headers.get("location", ""), page
        finally:
            line.close()
