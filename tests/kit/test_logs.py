"""Logs say where something broke, and never what a variable or a column held."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.kit.db import make_engine
from wijkstem.kit.logs import configure_logs

ADDRESS = "anna@example.test"


@pytest.fixture(autouse=True)
def handlers_put_back() -> Iterator[None]:
    """The root logger is everybody's."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_traceback_of_a_library_holds_no_variables(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()

    def fail(address: str) -> None:
        raise ValueError(len(address))

    try:
        fail(ADDRESS)
    except ValueError:
        logging.getLogger("dramatiq").exception("failed")
    said = capsys.readouterr().err
    [failure] = json.loads(said)["exception"]
    assert (failure["exc_type"], failure["frames"][-1]["name"]) == ("ValueError", "fail")
    assert ADDRESS not in said


def test_error_of_the_database_holds_no_values(database_url: str) -> None:
    engine = make_engine(database_url)
    with pytest.raises(SQLAlchemyError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT :address FROM nowhere"), {"address": ADDRESS})
    engine.dispose()
    assert ADDRESS not in str(failed.value)
