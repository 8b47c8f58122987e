"""A commit that failed tells whether it was undone; what nobody can know is said to be unknown."""

import sqlite3
from typing import Any, cast

import pytest
from psycopg import errors
from sqlalchemy import RootTransaction
from sqlalchemy.exc import OperationalError

from wijkstem.kit.commits import CommitUnknown, commit
from wijkstem.kit.db import is_outage


class Breaking:
    """A transaction whose commit ends in an error of the driver."""

    def __init__(self, cause: Exception) -> None:
        self._cause = cause

    def commit(self) -> None:
        raise OperationalError("COMMIT", {}, self._cause)


def of_sqlite(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(name)
    error.sqlite_errorname = name
    return error


def told(cause: Exception) -> type[Exception]:
    with pytest.raises((OperationalError, CommitUnknown)) as raised:
        commit(cast(RootTransaction, cast(Any, Breaking(cause))))
    return raised.type


@pytest.mark.parametrize(
    "cause",
    [
        errors.SerializationFailure(),
        errors.DeadlockDetected(),
        errors.UniqueViolation(),
        of_sqlite("SQLITE_FULL"),
        of_sqlite("SQLITE_BUSY"),
        of_sqlite("SQLITE_IOERR_WRITE"),
    ],
)
def test_commit_that_the_database_undid_says_why(cause: Exception) -> None:
    assert told(cause) is OperationalError


@pytest.mark.parametrize(
    "cause",
    [
        errors.OperationalError("server closed the connection unexpectedly"),
        errors.AdminShutdown(),
        errors.CrashShutdown(),
        errors.StatementCompletionUnknown(),
        of_sqlite("SQLITE_IOERR_FSYNC"),
    ],
)
def test_commit_without_an_answer_is_unknown(cause: Exception) -> None:
    assert told(cause) is CommitUnknown


def test_unknown_counts_as_an_outage_for_who_may_safely_try_again() -> None:
    assert is_outage(CommitUnknown())
