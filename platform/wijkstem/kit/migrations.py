"""Migrations from within the program, for a database that the settings name."""

from alembic import command
from alembic.config import Config

from wijkstem.kit.db import make_engine
from wijkstem.settings import ROOT


def upgrade(url: str) -> None:
    """Bring the database at ``url`` to the newest schema."""
    engine = make_engine(url)
    config = Config(toml_file=ROOT / "pyproject.toml")
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
