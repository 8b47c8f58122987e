"""Which release this code is, as a number that grows: 0.2.0 is 2000, and 1.0.0 is 1000000."""

import re

from wijkstem import __version__


def release_number(version: str) -> int:
    """The number of a version; what is made on the way to a release counts as that release."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if found is None:
        raise ValueError(f"not a version: {version!r}")
    major, minor, patch = (int(part) for part in found.groups())
    return (major * 1000 + minor) * 1000 + patch


RELEASE = release_number(__version__)
