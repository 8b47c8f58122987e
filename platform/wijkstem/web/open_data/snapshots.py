"""Datasets as files: read at one moment, counted, with a checksum, and kept so that a broken download can go on.

A file is made when somebody asks and anything public changed since the last one, once for all who wait
(`kit/collected.py`). It goes to disk row by row, in a thread of its own: no reader waits for it, and a dataset of any
size takes the same memory. Who takes a file along slowly gets it from disk to its end, also when there is a newer one
by then; and who comes back within the hour for the rest of an older one gets that.
"""

import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog
from anyio import CapacityLimiter, to_thread

from wijkstem.kit.clock import local_date
from wijkstem.kit.collected import Collected
from wijkstem.kit.datafiles import Form, Written, write
from wijkstem.kit.ids import new_id
from wijkstem.queries.moment import moment
from wijkstem.services import Services
from wijkstem.web.api.v1.tell import Here
from wijkstem.web.moments import Moments
from wijkstem.web.open_data.datasets import Dataset

logger = structlog.get_logger(__name__)

#: Seconds that an older file is kept for who has the beginning of it.
KEEPS: Final = 3600.0
#: The most older files of one dataset in one form.
MOST_OLDER: Final = 3
#: Making a file rests as long as it took when several wait, so it is half of a thread's work at most.
_RESTS: Final = 1.0


@dataclass(frozen=True)
class Snapshot:
    """A dataset in a file."""

    path: Path
    written: Written
    #: Of which moment it is.
    of: str
    made_at: float

    @property
    def etag(self) -> str:
        """Strong: the same bytes, wherever they were made."""
        return f'"{self.written.digest.hex()}"'


@dataclass
class _Slot:
    making: Collected[Snapshot]
    newest: Snapshot | None = None
    older: list[Snapshot] = field(default_factory=list)


class Snapshots:
    """The files of one process."""

    def __init__(self, parts: Services, moments: Moments, fingerprint: str) -> None:
        self._parts, self._moments, self._fingerprint = parts, moments, fingerprint
        self._slots: dict[tuple[str, str, Form], _Slot] = {}
        self._folder: Path | None = None
        self._threads = CapacityLimiter(1)

    async def newest(self, dataset: Dataset, form: Form, here: Here) -> Snapshot:
        """As everything is now."""
        slot = self._slot(dataset, form, here)
        now = self._stamp(await self._moments.now(here.rules.municipality.slug))
        if slot.newest is not None and slot.newest.of == now:
            return slot.newest
        return await slot.making.ask()

    def older(self, dataset: Dataset, form: Form, here: Here, etag: str) -> Snapshot | None:
        """The file that somebody has the beginning of, when it is still here."""
        slot = self._slot(dataset, form, here)
        since = time.monotonic() - KEEPS
        newest = [slot.newest] if slot.newest else []
        kept = (one for one in (*newest, *slot.older) if one.made_at >= since)
        return next((one for one in kept if one.etag == etag), None)

    def close(self) -> None:
        """Take the files away."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _slot(self, dataset: Dataset, form: Form, here: Here) -> _Slot:
        key = here.rules.municipality.slug, dataset.name, form
        if key not in self._slots:

            async def make() -> Snapshot:
                made = await to_thread.run_sync(
                    self._made, dataset, form, here, limiter=self._threads
                )
                self._keep(self._slots[key], made)
                return made

            self._slots[key] = _Slot(Collected(make, rest=_RESTS))
        return self._slots[key]

    def _keep(self, slot: _Slot, made: Snapshot) -> None:
        before = slot.newest
        slot.newest = made
        if before is None:
            return
        if before.written == made.written:
            before.path.unlink(missing_ok=True)
            return
        since = time.monotonic() - KEEPS
        kept = [one for one in (before, *slot.older) if one.made_at >= since][:MOST_OLDER]
        for one in {*slot.older, before} - set(kept):
            one.path.unlink(missing_ok=True)
        slot.older = kept

    def _made(self, dataset: Dataset, form: Form, here: Here) -> Snapshot:
        slug, began = here.rules.municipality.slug, time.monotonic()
        path = self._home() / f"{new_id().hex}.{form}"
        with self._parts.reading(slug) as connection, path.open("xb") as file:
            of = self._stamp(moment(connection, slug))
            rows = dataset.read(connection, slug, here)
            written = write(form, tuple(dataset.columns), rows, file)
        took = round((time.monotonic() - began) * 1000)
        logger.info(
            "dataset made", dataset=dataset.name, form=form, rows=written.rows, ms=took, municipality=slug
        )  # fmt: skip
        return Snapshot(path, written, of, began)

    def _stamp(self, moment_: str) -> str:
        """Code, words and rules, and the day: what is late is late by it."""
        return f"{self._fingerprint}.{local_date(self._parts.clock.now())}.{moment_}"

    def _home(self) -> Path:
        if self._folder is None:
            made = tempfile.mkdtemp(
                prefix="wijkstem-open-data-", dir=self._parts.settings.scratch_dir
            )
            self._folder = Path(made)
        return self._folder
