"""The process of its own: columns of votes come in, what they tell goes out as JSON. See `apart.py`."""

import json
import os
import sys
from array import array

from wijkstem.opinion.finding import found
from wijkstem.opinion.votes import Votes

#: Pages go before.
NICE = 10


def main() -> None:
    """Reads until the end."""
    os.nice(NICE)
    line, _, rest = sys.stdin.buffer.read().partition(b"\n")
    said = json.loads(line)
    who, which, what = array("I"), array("H"), array("b")
    start = 0
    for column in (who, which, what):
        end = start + said["votes"] * column.itemsize
        column.frombytes(rest[start:end])
        start = end
    votes = Votes.of(who, which, what, columns=said["statements"])
    made = found(votes, smallest=said["smallest"], answered=said["answered"])
    sys.stdout.write(json.dumps(made.data()))


if __name__ == "__main__":
    main()
