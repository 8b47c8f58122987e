"""A capsule: an id in an address that says nothing to anybody but us, and that nobody else can make.

The same id gives the same capsule (AES-SIV), so a mail that goes out twice is the same mail.
"""

import base64
import binascii
import hashlib
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from wijkstem.kit.tags import TagKeys


def capsule(keys: TagKeys, purpose: str, municipality_id: str, one: UUID) -> str:
    """``one`` under the current key, for one purpose in one municipality."""
    box = _box(keys.keys[keys.current]).encrypt(one.bytes, _label(purpose, municipality_id))
    return base64.urlsafe_b64encode(box).decode().rstrip("=")


def opened(keys: TagKeys, purpose: str, municipality_id: str, text: str) -> UUID | None:
    """What is in it, under whichever of our keys it was made; None for what we did not make for this."""
    try:
        box = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    for key in keys.keys.values():
        try:
            return UUID(bytes=_box(key).decrypt(box, _label(purpose, municipality_id)))
        except (InvalidTag, ValueError):
            continue
    return None


def _box(key: bytes) -> AESSIV:
    return AESSIV(hashlib.sha512(b"capsule:" + key).digest())


def _label(purpose: str, municipality_id: str) -> list[bytes]:
    return [purpose.encode(), municipality_id.encode()]
