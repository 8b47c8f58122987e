"""Published specifications and samples of council information, which are no part of this checkout."""

import os
from pathlib import Path

from wijkstem.settings import ROOT

#: Where they are on this machine; tests that need them are skipped where they are not.
FOLDER = Path(os.environ.get("WIJKSTEM_ORI") or ROOT.parent / "shared" / "data" / "ori")
