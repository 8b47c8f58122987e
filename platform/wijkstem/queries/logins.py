"""What a browser left here on its way to the login, and the letter with a code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import EmailCode, KeptForm

_form = table_of(KeptForm)
_code = table_of(EmailCode)
_KEPT = select(_form.c.sealed).where(
    _form.c.municipality_id == bindparam("here"),
    _form.c.browser_hash == bindparam("browser"),
    _form.c.path == bindparam("path"),
    _form.c.expires_at > bindparam("now"),
)


def kept_form(
    connection: Connection, municipality_id: str, browser_hash: str, path: str, now: datetime
) -> bytes | None:
    """What was typed at ``path``, sealed; None when nothing was kept."""
    asked = {"here": municipality_id, "browser": browser_hash, "path": path, "now": now}
    return connection.execute(_KEPT, asked).scalar_one_or_none()


@dataclass(frozen=True)
class SentCode:
    """What it takes to write the letter with a code, but for the code."""

    id: UUID
    key_id: str
    address: str
    language: str


def sent_code(
    connection: Connection, municipality_id: str, code_id: UUID, now: datetime
) -> SentCode | None:
    """None when the code was used or is too old: then nobody waits for the letter."""
    row = connection.execute(
        select(_code.c.id, _code.c.key_id, _code.c.address, _code.c.language).where(
            _code.c.municipality_id == municipality_id,
            _code.c.id == code_id,
            _code.c.expires_at > now,
        )
    ).first()
    return None if row is None else SentCode(*row)
