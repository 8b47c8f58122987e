"""Filling the demo: beside its place, and as many municipalities at once as there are cores."""

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import typer

from wijkstem.bootstrap import bootstrap, publish_rules
from wijkstem.demo.fill import fill
from wijkstem.kit.db import forget_at_a_crash
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.migrations import upgrade
from wijkstem.settings import Settings
from workers.counting import count_votes
from workers.deliveries import deliver
from workers.dialogues import compute_dialogues

#: The settings of a demo in a folder, on a port.
SettingsOf = Callable[[Path, int], Settings]


def make_demo(folder: Path, settings_of: SettingsOf) -> None:
    """Fill beside, and move into place when it is whole: who stops halfway starts again."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="demo-being-filled-") as beside:
        _fill_all(Path(beside), settings_of)
        os.sync()
        Path(beside).rename(folder)
        Path(beside).mkdir()


def _fill_all(folder: Path, settings_of: SettingsOf) -> None:
    settings = settings_of(folder, 0)
    upgrade(settings.database_url)
    services = bootstrap(settings)
    publish_rules(services)
    services.engine.dispose()
    slugs = services.rules.slugs
    typer.echo(f"Filling {', '.join(slugs)} …")
    # Forked, for what was imported need not be imported again; no thread was started yet.
    at_once = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork"))
    with at_once as processes:
        for slug in processes.map(partial(_fill_one, folder, settings_of), slugs):
            typer.echo(f"  {slug} is filled")


def _fill_one(folder: Path, settings_of: SettingsOf, slug: str) -> str:
    services = bootstrap(settings_of(folder, 0))
    # Nobody uses a file that was not filled to its end.
    forget_at_a_crash(services.engine)
    pages = make_pages(services.settings.templates_dir)
    fill(
        services,
        slug,
        deliver=lambda at, where: deliver(at, pages, where),
        count=count_votes,
        compute=compute_dialogues,
    )
    services.engine.dispose()
    return slug
