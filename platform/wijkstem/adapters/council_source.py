"""Every meeting that the council's own system has to tell: one address, or a list that leads to more of the same place.

What leads on is only ever the number of a meeting or the next page of the same list: never an address that the
answer names and that is somewhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from wijkstem.adapters.council import ImportedMeeting
from wijkstem.adapters.meeting_file import meeting_in, parse_json
from wijkstem.adapters.outgoing import NOTHING_KNOWN, Reader, SourceFailed, Validators
from wijkstem.errors import Invalid
from wijkstem.settings import CouncilSource, SourceShape
from wijkstem.words.council_source import SourceFault

#: Pages of one list: a source that never ends is not followed for ever.
MOST_PAGES = 50
#: What in the address of Notubiz's list is about the list and not about a meeting.
OF_THE_LIST = frozenset({"organisation_id", "date_from", "date_to", "page"})


@dataclass(frozen=True)
class Look:
    """One look at a source: what it brought, and what was wrong with some of it."""

    meetings: tuple[ImportedMeeting, ...]
    #: Of what could not be read; the rest is taken in all the same.
    wrong: SourceFailed | None
    validators: Validators
    #: The source says that nothing changed.
    unchanged: bool = False


def look(source: CouncilSource, reader: Reader, seen: Validators) -> Look:
    """Raises SourceFailed when it brought nothing at all."""
    asked = _Asked(source, reader)
    if source.shape is SourceShape.MEETING:
        answer = reader.get(source.address, seen=seen, token=asked.token)
        if answer.content is None:
            return Look((), None, seen, unchanged=True)
        said = _json(answer.content)
        return _read(said if isinstance(said, list) else [said], answer.validators)
    found = asked.notubiz() if source.shape is SourceShape.NOTUBIZ else asked.mini_ori()
    return _read(found, NOTHING_KNOWN)


def _read(said: Any, validators: Validators) -> Look:
    meetings: list[ImportedMeeting] = []
    wrong: SourceFailed | None = None
    for one in said:
        try:
            meetings.append(meeting_in(one))
        except Invalid as invalid:
            wrong = wrong or SourceFailed(SourceFault.BAD_SHAPE, next(iter(invalid.fields)))
    return Look(tuple(meetings), wrong, validators)


def _json(content: bytes) -> Any:
    try:
        return parse_json(content)
    except Invalid:
        raise SourceFailed(SourceFault.NOT_JSON) from None


@dataclass(frozen=True)
class _Asked:
    source: CouncilSource
    reader: Reader

    @property
    def token(self) -> str:
        return self.source.token.get_secret_value()

    def _get(self, address: str) -> Any:
        content = self.reader.get(address, token=self.token).content
        return _json(content or b"")

    def notubiz(self) -> Iterator[Any]:
        """A list of events, then each meeting by its number."""
        parts = urlsplit(self.source.address)
        query = parse_qsl(parts.query)
        own = urlencode([(name, value) for name, value in query if name not in OF_THE_LIST])
        for page in range(1, MOST_PAGES + 1):
            asked = urlencode([*((n, v) for n, v in query if n != "page"), ("page", page)])
            said = _mapping(self._get(parts._replace(query=asked).geturl()))
            for event in _rows(said, "events"):
                if event.get("permission_group", "public") == "public":
                    number = event.get("id")
                    if not isinstance(number, int):
                        raise SourceFailed(SourceFault.BAD_SHAPE, "events.id")
                    path = f"{parts.path.rstrip('/')}/meetings/{number}"
                    yield self._get(parts._replace(path=path, query=own).geturl())
            if not _mapping(said.get("pagination", {})).get("has_more_pages"):
                return

    def mini_ori(self) -> Iterator[Any]:
        """Three lists, put together meeting by meeting."""
        meetings, items, documents = (
            self._list(name) for name in ("vergaderingen", "agendapunten", "informatieobjecten")
        )
        for meeting in meetings:
            key = meeting.get("id")
            own = [one for one in items if key in _keys(one, "vergaderingen")]
            points = {one.get("id") for one in own}
            yield {
                "vergadering": meeting,
                "agendapunten": {"results": own},
                "informatieobjecten": {
                    "results": [
                        one
                        for one in documents
                        if key in _keys(one, "vergaderingen")
                        or (
                            not _keys(one, "vergaderingen")
                            and not points.isdisjoint(_keys(one, "agendapunten"))
                        )
                    ]
                },
            }

    def _list(self, name: str) -> list[dict[str, Any]]:
        """All pages of a list."""
        address: str | None = f"{self.source.address.rstrip('/')}/{name}"
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            if address is None:
                return found
            said = _mapping(self._get(address))
            found += _rows(said, "results")
            address = self._next(address, said.get("next"))
        raise SourceFailed(SourceFault.TOO_LARGE, name)

    def _next(self, address: str, said: Any) -> str | None:
        if said is None:
            return None
        there = urljoin(address, said) if isinstance(said, str) else ""
        if urlsplit(there)[:2] != urlsplit(self.source.address)[:2]:
            raise SourceFailed(SourceFault.REDIRECTED, "next")
        return there


def _mapping(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise SourceFailed(SourceFault.BAD_SHAPE, "{}")
    return said


def _rows(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = said.get(name)
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise SourceFailed(SourceFault.BAD_SHAPE, name)
    return rows


def _keys(one: dict[str, Any], name: str) -> set[Any]:
    """What something refers to; anything that is no list of references refers to nothing."""
    said = one.get(name)
    refers = said if isinstance(said, list) else []
    return {
        ref.get("id") for ref in refers if isinstance(ref, dict) and isinstance(ref.get("id"), str)
    }
