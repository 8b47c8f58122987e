"""A few texts, sealed with a secret that is kept elsewhere: whoever has only the one can read nothing."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken


def sealed(texts: Mapping[str, str], secret: str) -> bytes:
    """``texts``, for whoever holds ``secret``."""
    return _box(secret).encrypt(json.dumps(dict(texts)).encode())


def opened(box: bytes, secret: str) -> dict[str, str]:
    """The texts; none when the box was sealed with another secret."""
    try:
        found: dict[str, str] = json.loads(_box(secret).decrypt(bytes(box)))
    except InvalidToken:
        return {}
    return found


def _box(secret: str) -> Fernet:
    key = hashlib.sha256(b"sealed:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
