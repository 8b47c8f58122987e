"""The commit, and what its failing says: that nothing was done, or that nobody knows."""

from sqlalchemy import RootTransaction
from sqlalchemy.exc import DBAPIError, DisconnectionError

#: A constraint that is looked at in the commit, and a transaction that gave way to another.
_PG_UNDONE = ("23", "40")
_PG_COMPLETION_UNKNOWN = "40003"
#: The last page may stand in the file: whoever opens it after a power cut will find it.
_SQLITE_PERHAPS = frozenset({"SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"})


class CommitUnknown(DisconnectionError):
    """The answer to a commit did not come: everything was done, or nothing was."""

    def __init__(self) -> None:
        super().__init__("lost in the commit: it was done or it was not")


def commit(transaction: RootTransaction) -> None:
    """Commit, and tell failing apart from not knowing.

    Raises:
        CommitUnknown: when the database did not say that it was undone. Trying again could do it twice.
    """
    try:
        transaction.commit()
    except DBAPIError as error:
        if _is_undone(error):
            raise
        raise CommitUnknown from error


def _is_undone(error: DBAPIError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return name not in _SQLITE_PERHAPS
    # What ends the session says nothing of the commit: PostgreSQL can be told to stop just after writing it down.
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return state.startswith(_PG_UNDONE) and state != _PG_COMPLETION_UNKNOWN
