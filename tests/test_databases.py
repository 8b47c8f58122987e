"""A database that was used is as good as new, or is not used again."""

import psycopg
import pytest

from tests.support.databases import PostgresDatabases


def open_at(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


def test_used_one_is_empty_again(postgres_databases: PostgresDatabases) -> None:
    name, url = postgres_databases.empty()
    with open_at(url) as connection:
        connection.execute("INSERT INTO log_partition VALUES ('testdorp', 7)")
    postgres_databases.give_back(name)
    again, url = postgres_databases.empty()
    with open_at(url) as connection:
        left = connection.execute("SELECT count(*) FROM log_partition").fetchone()
    postgres_databases.give_back(again)
    assert (again, left) == (name, (0,))


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE another (id int)",
        "ALTER TABLE log_partition ADD COLUMN another int",
        "ALTER TABLE log_partition DISABLE TRIGGER ALL; CREATE INDEX another ON log_partition (head)",
        "UPDATE alembic_version SET version_num = 'another'",
    ],
)
def test_changed_one_is_not_used_again(postgres_databases: PostgresDatabases, change: str) -> None:
    name, url = postgres_databases.empty()
    with open_at(url) as connection:
        connection.execute(change)
    postgres_databases.give_back(name)
    again, _ = postgres_databases.empty()
    postgres_databases.give_back(again)
    assert again != name


def test_one_that_somebody_has_open_is_not_used_again(
    postgres_databases: PostgresDatabases,
) -> None:
    name, url = postgres_databases.empty()
    with open_at(url):
        postgres_databases.give_back(name)
        again, _ = postgres_databases.empty()
        postgres_databases.give_back(again)
    assert again != name
