"""An event as another system gets it: the NL GOV profile for CloudEvents 1.0 over HTTP, signed as Standard Webhooks say.

The signature covers the id, the moment and the very bytes of the body. In binary mode the other attributes stand in
headers that it does not cover, so what matters of them is said in the body too.
"""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from wijkstem.settings import key_of


@dataclass(frozen=True)
class CloudEvent:
    """Source and id together are one event, however often it is sent."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    #: Where the event stands in our log: later ones have a higher one, not always the next.
    sequence: int
    data: Mapping[str, Any]

    def attributes(self) -> dict[str, str]:
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "sequence": f"{self.sequence:012d}",
        }


@dataclass(frozen=True)
class Posted:
    """What goes over the wire."""

    content: bytes
    headers: Mapping[str, str]

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def posted(event: CloudEvent, secret: str, at: datetime, *, structured: bool) -> Posted:
    """In one of the two modes of CloudEvents over HTTP; signed with the moment at which it goes."""
    if structured:
        content = _json({**event.attributes(), "data": event.data})
        headers = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
    else:
        content = _json(event.data)
        attributes = event.attributes()
        headers = {"Content-Type": attributes.pop("datacontenttype")}
        headers |= {f"ce-{name}": value for name, value in attributes.items()}
    return Posted(content, headers | _signature(str(event.id), content, secret, at))


def _signature(id_: str, content: bytes, secret: str, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    signed = b".".join((id_.encode(), stamp.encode(), content))
    mark = base64.b64encode(hmac.digest(key_of(secret), signed, "sha256")).decode()
    return {"webhook-id": id_, "webhook-timestamp": stamp, "webhook-signature": f"v1,{mark}"}


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
