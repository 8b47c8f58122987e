"""Finds opinions in a process of its own: the libraries take 130 MB and seconds to begin with, and one whole processor.

What asks needs none of them. It sends three columns of numbers and gets JSON back; who is who never leaves it.
"""

import json
import os
import subprocess
import sys
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

#: Seconds; ten thousand people on two hundred statements take a twentieth of it.
PATIENCE: Final = 600
_ROOT: Final = Path(__file__).parents[2]


@dataclass
class Columns:
    """Votes as they are read: people and statements as numbers from zero, in any order."""

    statements: int
    who: "array[int]" = field(default_factory=lambda: array("I"))
    which: "array[int]" = field(default_factory=lambda: array("H"))
    what: "array[int]" = field(default_factory=lambda: array("b"))

    def add(self, person: int, statement: int, value: int) -> None:
        self.who.append(person)
        self.which.append(statement)
        self.what.append(value)

    def sent(self, smallest: int, answered: int) -> bytes:
        """A line that says how much comes and by which limits, and the columns."""
        said = {
            "statements": self.statements,
            "votes": len(self.what),
            "smallest": smallest,
            "answered": answered,
        }
        columns = self.who.tobytes() + self.which.tobytes() + self.what.tobytes()
        return json.dumps(said).encode() + b"\n" + columns


def found_apart(columns: Columns, *, smallest: int, answered: int) -> dict[str, Any]:
    """`finding.found` as plain data. Raises CalledProcessError or TimeoutExpired when the other process fails."""
    done = subprocess.run(
        [sys.executable, "-m", "wijkstem.opinion"],
        input=columns.sent(smallest, answered),
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(_ROOT),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said
