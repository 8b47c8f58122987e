"""Files in a zip: the same files give the same bytes, because no time stands in it."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Bytes of a file that are read at once.
_PART: Final = 64 * 1024


def zipped(files: Mapping[str, str]) -> bytes:
    """Texts by their names, in their order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@dataclass(frozen=True)
class Packed:
    """A file as it went into a zip; without a digest when it was not there."""

    name: str
    size: int
    sha256: str | None


def streamed(
    files: Iterable[tuple[str, str | Path]], last: Callable[[list[Packed]], tuple[str, str]]
) -> Iterator[bytes]:
    """A zip in pieces, however large: texts, and files on disk as they are; ``last`` makes one more text of what went in."""
    pipe = _Pipe()
    packed: list[Packed] = []
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, content in files:
            if isinstance(content, str):
                packed.append(_text(archive, name, content))
            else:
                packed.append((yield from _file(archive, pipe, name, content)))
            yield pipe.taken()
        _text(archive, *last(packed))
    yield pipe.taken()


def _text(archive: zipfile.ZipFile, name: str, text: str) -> Packed:
    content = text.encode()
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return Packed(name, len(content), hashlib.sha256(content).hexdigest())


def _file(
    archive: zipfile.ZipFile, pipe: "_Pipe", name: str, path: Path
) -> Generator[bytes, None, Packed]:
    """Photos and films are packed already."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return Packed(name, 0, None)
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name)
    info.file_size = path.stat().st_size
    with source, archive.open(info, "w") as target:
        while part := source.read(_PART):
            digest.update(part)
            size += len(part)
            target.write(part)
            yield pipe.taken()
    return Packed(name, size, digest.hexdigest())


class _Pipe(io.RawIOBase):
    """What was written, for who takes it away; it knows no going back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: "bytes | bytearray | memoryview[int]", /) -> int:  # type: ignore[override]  # any buffer
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
