"""What a test needs and this machine may lack: a failure where CI=true, a plain skip elsewhere."""

import os
from typing import NoReturn

import pytest


class Missing(RuntimeError):
    """A part that tests need is not installed; the message says how to get it."""


def lacks(sentence: str) -> NoReturn:
    """End the test: a machine under CI=true has to have everything, another may do without."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{sentence} (CI=true: nothing may be skipped)", pytrace=False)
    pytest.skip(sentence)
