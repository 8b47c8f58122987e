"""Several people who send one form at the same moment, and what whoever came too late must be shown."""

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tests.fire.door import Door, Reply
from tests.fire.ledger import Key, Ledger
from tests.fire.people import at_once
from tests.fire.town import Visitor

#: By what a form says which page it was filled in on.
_REVISION = re.compile(r'name="revision" value="([^"]*)"')


@dataclass(frozen=True)
class Post:
    """What is sent where, and by what it is found back."""

    key: Key
    path: str
    form: Mapping[str, str]


class Together:
    """Sends forms at once."""

    def __init__(self, door: Door, ledger: Ledger) -> None:
        self._door, self._ledger = door, ledger

    def by_all(
        self, people: Iterable[Visitor], post: Post, chance: random.Random, *, times: int = 2
    ) -> list[Reply | None]:
        """Everybody sends the same, so often."""
        return self.each([(who, post) for who in people], chance, times=times)

    def each(
        self, posts: Iterable[tuple[Visitor, Post]], chance: random.Random, *, times: int = 2
    ) -> list[Reply | None]:
        """Everybody sends their own, so often; gives the last answer of each."""

        def sending(who: Visitor, post: Post) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(times):
                    last = self.send(who, post, own)
                return last

            return story

        return at_once([sending(*one) for one in posts], chance)

    def send(self, who: Visitor, post: Post, chance: random.Random) -> Reply | None:
        """Once. Whoever is told that somebody was before them must see how it is now."""
        reply = self._door.ask(post.key, post.path, dict(post.form), who.token, chance)
        found = _REVISION.search(reply.body) if reply and reply.status == 409 else None
        if found and post.form.get("revision") == found[1]:
            self._ledger.shocks.append(f"{post.key}: too late, and {found[1]} is shown again")
        return reply


def days(name: str, day: date) -> dict[str, str]:
    """A day in the three fields of a form."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
