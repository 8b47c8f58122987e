"""Keyed tags: what makes one person recognisable without saying who it is, under keys that can be replaced.

Each key has a short id that is stored beside what it made. One key is current; others are kept beside it for as long
as something made with them still counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest

from wijkstem.errors import BadConfiguration
from wijkstem.kit.ids import keyed_tag, new_token

#: Hexadecimal digits at the end of a signed secret: 80 bits, too many to guess at a web server.
_MARK = 20


@dataclass(frozen=True)
class TagKeys:
    """The keys of an installation, outside its database."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def one(self, key_id: str, municipality_id: str, *parts: str) -> str:
        """The tag under one key, different in every municipality.

        Raises:
            BadConfiguration: that key was taken away while something made with it still counts.
        """
        key = self.keys.get(key_id)
        if key is None:
            raise BadConfiguration(
                f"tag key {key_id!r} is in use and not among WIJKSTEM_TAG_KEY and WIJKSTEM_OTHER_TAG_KEYS"
            )
        return keyed_tag(key, municipality_id, *parts)

    def all(self, municipality_id: str, *parts: str) -> dict[str, str]:
        """The tag under every key, by the key's id."""
        return {key_id: self.one(key_id, municipality_id, *parts) for key_id in self.keys}

    def signed_token(self) -> str:
        """A new secret that shows, without asking the database, that this installation gave it out."""
        token = new_token()
        return token + self._mark(self.current, token)

    def signed(self, token: str) -> bool:
        """Whether we gave this secret out, under whichever key; not whether it still opens anything."""
        secret, mark = token[:-_MARK], token[-_MARK:]
        return any(compare_digest(self._mark(key_id, secret), mark) for key_id in self.keys)

    def _mark(self, key_id: str, token: str) -> str:
        return self.one(key_id, "*", "session", token)[:_MARK]
