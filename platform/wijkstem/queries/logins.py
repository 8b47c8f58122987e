"""What a browser left here on its way to the login."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import KeptForm

_form = table_of(KeptForm)
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
