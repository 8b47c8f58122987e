"""Identifiers: random, so that an id in the log tells nothing about a person or an order."""

import hashlib
import hmac
import secrets
import uuid


def new_id() -> uuid.UUID:
    """A random identifier (UUID version 4)."""
    return uuid.uuid4()


def new_token() -> str:
    """A secret of 256 bits for a session, in characters that a cookie takes."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a secret: never the secret itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_tag(key: bytes, *parts: str) -> str:
    """A tag that only the holder of ``key`` can make again (HMAC-SHA256, 64 hexadecimal digits).

    The parts are framed by their length, so that ("ab", "c") and ("a", "bc") differ.
    """
    message = b"".join(f"{len(part)}:{part}".encode() for part in parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()
