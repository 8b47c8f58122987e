"""Logs say where something broke, and never what a variable or a column held."""

import io
import json
import logging
import threading
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.kit.db import make_engine
from wijkstem.kit.logs import Ours, configure_logs

ADDRESS = "anna@example.test"


@pytest.fixture(autouse=True)
def handlers_put_back() -> Iterator[None]:
    """The root logger is everybody's."""
    root = logging.getLogger()
    handlers, level, ours, kept = root.handlers[:], root.level, Ours.handler, structlog.get_config()
    yield
    root.handlers[:], root.level, Ours.handler = handlers, level, ours
    structlog.configure(**kept)


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


def test_our_own_line_and_a_librarys_say_the_same_things(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    with structlog.contextvars.bound_contextvars(municipality="testdorp"):
        structlog.get_logger("wijkstem.web").info("request", status=200)
        structlog.get_logger("wijkstem.web").debug("not so loud")
        logging.getLogger("dramatiq").info("started")
    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert ours.keys() - {"status"} == theirs.keys()
    assert (ours["event"], ours["level"], ours["logger"]) == ("request", "info", "wijkstem.web")
    assert (ours["status"], ours["municipality"]) == (200, "testdorp")


def test_a_line_that_cannot_be_written_is_let_go() -> None:
    configure_logs()
    gone = io.StringIO()
    assert Ours.handler is not None
    Ours.handler.setStream(gone)
    gone.close()
    structlog.get_logger("wijkstem.web").info("request")


def test_lines_of_many_threads_stay_whole(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()

    def tell(who: int) -> None:
        for number in range(50):
            structlog.get_logger("wijkstem.web").info("request", who=who, number=number)
            logging.getLogger("dramatiq").info("started")

    threads = [threading.Thread(target=tell, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    said = [(line["who"], line["number"]) for line in lines if line["event"] == "request"]
    assert len(lines) == 400
    assert sorted(said) == [(who, number) for who in range(4) for number in range(50)]


def test_error_of_the_database_holds_no_values(database_url: str) -> None:
    engine = make_engine(database_url)
    with pytest.raises(SQLAlchemyError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT :address FROM nowhere"), {"address": ADDRESS})
    engine.dispose()
    assert ADDRESS not in str(failed.value)
