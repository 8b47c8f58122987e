"""Stylesheets and pictures, as small as the browser can take them."""

import os
import re
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from wijkstem.kit.coding import ENDINGS, IDENTITY, accepted

#: A name with a hash of the content in it.
_STAMPED: Final = re.compile(r".+\.[0-9a-f]{10}\.[a-z0-9]+")
_YEAR: Final = "public, max-age=31536000, immutable"


class Stamped(StaticFiles):
    """Files of the build; one whose name changes with its content may be kept for a year."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        coding = accepted(Headers(scope=scope).get("accept-encoding"), small=True)
        coded = Path(f"{full_path}{ENDINGS.get(coding, '')}")
        if coding == IDENTITY or not coded.is_file():
            response = super().file_response(full_path, stat_result, scope, status_code)
        else:
            response = super().file_response(coded, coded.stat(), scope, status_code)
            if response.status_code == 200:
                plain = super().file_response(full_path, stat_result, scope, status_code)
                response.headers["Content-Type"] = plain.headers["Content-Type"]
                response.headers["Content-Encoding"] = coding
        response.headers["Vary"] = "Accept-Encoding"
        kept = _STAMPED.fullmatch(str(full_path)) is not None
        response.headers["Cache-Control"] = _YEAR if kept else "no-cache"
        return response
