"""Which coding a browser gets, and that it can be read back."""

import gzip

import brotli
import pytest
from backports import zstd

from wijkstem.kit.coding import accepted, coded, squeezed

TEXT = b"Meer bomen in de straat. " * 200
READ = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
    "identity": lambda body: body,
}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("deflate", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd;q=0, br;q=0.0, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("*", "zstd"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip", "gzip"),
        ("zstd;q=0, *", "br"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip", "gzip"),
        ("gzip;q=onzin", "identity"),
        ("gzip;q=7", "gzip"),
        (",;,=;q", "identity"),
    ],
)
def test_accepted(header: str | None, coding: str) -> None:
    assert accepted(header) == coding


def test_small_files_go_by_what_is_smallest() -> None:
    assert accepted("gzip, br, zstd", small=True) == "br"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity"])
def test_coded_is_the_same_text(coding: str) -> None:
    assert READ[coding](coded(TEXT, coding)) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_squeezed_is_the_same_text_every_time(coding: str) -> None:
    assert READ[coding](squeezed(TEXT, coding)) == TEXT
    assert squeezed(TEXT, coding) == squeezed(TEXT, coding)
    assert len(squeezed(TEXT, coding)) < len(TEXT)
