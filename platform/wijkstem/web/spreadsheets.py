"""Tables as files that a spreadsheet opens (RFC 4180), with the separator that those of this country take."""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from wijkstem.kit.datafiles import cell


def spreadsheet(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """The lines under their names; of our own making, so only texts can be taken for a formula."""
    made = io.StringIO()
    written = csv.writer(made, delimiter=";", lineterminator="\r\n")
    written.writerow(columns)
    for line in lines:
        written.writerow([_cell(value) for value in line])
    # The mark by which spreadsheets know UTF-8.
    return "\ufeff" + made.getvalue()


def _cell(value: str) -> str:
    figure = value.removeprefix("-").replace(",", "").replace(".", "").isdecimal()
    return value if figure else cell(value)


def download(body: bytes, kind: str, name: str) -> Response:
    """A file that everybody may have, as it is now."""
    response = Response(body, media_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response
