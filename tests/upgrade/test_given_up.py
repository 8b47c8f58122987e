"""A migration that gave up halfway is made good by running it again, as the handbook says."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.support.servers import PostgresServer
from wijkstem.kit.db import make_engine
from wijkstem.kit.migrations import upgrade
from wijkstem.settings import ROOT

#: The indexes that are built beside the traffic, each with its table, the migration before it, and what is there at
#: the end: the second takes the place of the first.
BUILT = {
    "ix_listed_initiative_picked": (
        "listed_initiative",
        "b7c2d94e10a5",
        "ix_listed_initiative_chosen",
    ),
    "ix_listed_initiative_chosen": (
        "listed_initiative",
        "86bfc0983ebd",
        "ix_listed_initiative_chosen",
    ),
    "ix_initiative_ended": ("initiative", "8d02c6ef51b7", "ix_initiative_ended"),
}
HALF = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)"


@pytest.mark.parametrize("index", BUILT)
def test_an_index_of_which_half_was_built_is_whole_after_the_next_try(
    postgres_server: PostgresServer, worker_id: str, index: str
) -> None:
    url = postgres_server.create_database(f"given_up_{worker_id}_{index[-6:]}")
    engine = make_engine(url)
    table, before, last = BUILT[index]
    with engine.connect() as connection:
        config = Config(toml_file=ROOT / "pyproject.toml")
        config.attributes["connection"] = connection
        command.upgrade(config, before)
    with engine.connect() as writer:
        # Somebody who is at work for longer than a migration waits.
        writer.execute(text(f"UPDATE {table} SET number = number"))  # noqa: S608 - a name of ours
        with pytest.raises(OperationalError, match="lock timeout"):
            upgrade(url)
        half = list(writer.execute(text(HALF)).scalars())
        writer.rollback()
    assert half == [index], "otherwise this test looks at nothing"

    upgrade(url)

    with engine.connect() as connection:
        assert list(connection.execute(text(HALF)).scalars()) == []
        found = connection.execute(text("SELECT to_regclass(:name)"), {"name": last})
        assert found.scalar_one() is not None
    engine.dispose()
