"""Documents by typst: tagged PDF that a screen reader can read (PDF/UA-1). Texts go in as data, never as markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

#: Which standard a file holds to: typst refuses to make one that does not.
STANDARD: Final = "ua-1"


def typeset(template: Path, data: Mapping[str, object], made_at: datetime) -> bytes:
    """The file that ``template`` makes of ``data``; the same gives the same, byte for byte.

    Only the fonts that typst brings along: what a machine happens to have must not change a document.
    """
    import typst  # only here: it takes memory that a process without a document does not need

    made: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        pdf_standards=STANDARD,
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)},
        timestamp=made_at,
    )
    return made
