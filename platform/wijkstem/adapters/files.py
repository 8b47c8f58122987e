"""Where photos, films and recordings are kept: a folder on disk, shared by all processes; a fake in memory for tests.

A file is called after its content, so it never changes, and what is damaged can be told. The database says which
files there are: one that it does not know any more is removed (`commands/media.py`).
"""

import hashlib
import io
import os
import re
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from wijkstem.errors import BadConfiguration

#: A municipality, the id of what it belongs to, and the content's own name.
_KEY: Final = re.compile(r"[a-z][a-z-]*/[0-9a-f-]{36}/[0-9a-f]{64}\.[a-z0-9]{3,4}")


class Files(Protocol):
    """Something that keeps files."""

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content``; it is on disk when this comes back. The same again does nothing."""
        ...

    def take(self, key: str, file: Path) -> None:
        """Keep what is in ``file``, as `put` does, for what is too large to hold in memory."""
        ...

    def read(self, key: str) -> bytes | None:
        """What is kept under ``key``; None for nothing."""
        ...

    def path(self, key: str) -> Path | None:
        """Where it lies on disk, to be sent in parts; None for nothing."""
        ...

    def remove(self, key: str) -> None:
        """Forget it; what is not there is no error."""
        ...


def key_of(municipality_id: str, owner: object, content: bytes, ending: str) -> str:
    """What a file is called."""
    return f"{municipality_id}/{owner}/{hashlib.sha256(content).hexdigest()}.{ending}"


def key_of_file(municipality_id: str, owner: object, file: Path, ending: str) -> str:
    """The same of a file that is too large to hold in memory."""
    return f"{municipality_id}/{owner}/{_digest(file)}.{ending}"


def is_whole(key: str, file: Path) -> bool:
    """Whether a file is what its name says."""
    return _digest(file) == key.rpartition("/")[2].partition(".")[0]


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class FolderFiles:
    """A folder on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, content: bytes) -> None:
        self._keep(key, io.BytesIO(content))

    def take(self, key: str, file: Path) -> None:
        with file.open("rb") as content:
            self._keep(key, content)

    def _keep(self, key: str, content: BinaryIO) -> None:
        file = self._file(key)
        if file.exists():
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Beside it first: nobody ever reads half a file.
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(descriptor, "wb") as written:
                shutil.copyfileobj(content, written)
                written.flush()
                os.fsync(written.fileno())
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _settle(file.parent)

    def read(self, key: str) -> bytes | None:
        try:
            return self._file(key).read_bytes()
        except FileNotFoundError:
            return None

    def path(self, key: str) -> Path | None:
        file = self._file(key)
        return file if file.is_file() else None

    def remove(self, key: str) -> None:
        file = self._file(key)
        file.unlink(missing_ok=True)
        try:
            file.parent.rmdir()
        except OSError:  # others are in it, or it is gone already
            return

    def _file(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not the name of a file of ours: {key!r}")
        return self._folder / key


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class MemoryFiles:
    """For tests: in memory, and gone with the process."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self._folder: Path | None = None

    def put(self, key: str, content: bytes) -> None:
        self.kept.setdefault(key, content)

    def take(self, key: str, file: Path) -> None:
        self.put(key, file.read_bytes())

    def read(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def path(self, key: str) -> Path | None:
        if key not in self.kept:
            return None
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp())
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        file = self._folder / key.replace("/", "-")
        file.write_bytes(self.kept[key])
        return file

    def remove(self, key: str) -> None:
        self.kept.pop(key, None)


def open_folder(folder: Path) -> FolderFiles:
    """Raises BadConfiguration for a folder that cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadConfiguration(f"WIJKSTEM_MEDIA_DIR: {folder}: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadConfiguration(f"WIJKSTEM_MEDIA_DIR: {folder} cannot be written to")
    return FolderFiles(folder)
