"""One frozen Settings, read once from the environment; a missing value stops the boot by its name."""

import base64
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from wijkstem.errors import BadConfiguration

#: The checkout: templates, rules and migrations are read from here.
ROOT = Path(__file__).resolve().parents[2]


#: What a secret of Standard Webhooks begins with; behind it are the bytes, in base64.
SIGNING_MARK = "whsec_"


def key_of(secret: str) -> bytes:
    """The bytes that sign what goes to a receiver. Raises ValueError for what is no base64."""
    return base64.b64decode(secret.removeprefix(SIGNING_MARK), validate=True)


class SourceShape(StrEnum):
    """What is found at the address of the council's own system."""

    #: One meeting, or a list of whole meetings, each in any of the shapes that a file can have.
    MEETING = "meeting"
    #: The list of Notubiz: `/events?organisation_id=…`.
    NOTUBIZ = "notubiz"
    #: A read API in the shape of mini-ORI: the address before `/vergaderingen`.
    MINI_ORI = "mini-ori"


class CouncilSource(BaseModel):
    """Where a council's own system tells its meetings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(pattern=r"^https?://[^\s]+$", max_length=2000)
    shape: SourceShape = SourceShape.MEETING
    every_minutes: int = Field(default=60, ge=5, le=10_080)
    #: Sent as a bearer, where the source wants one.
    token: SecretStr = SecretStr("")


class AgendaReceiver(BaseModel):
    """Who is told of requests for the council's agenda by HTTP: a supplier, or the municipality's own system."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(pattern=r"^https?://[^\s]+$", max_length=2000)
    #: What both sides know: at least 24 bytes in base64, with or without `whsec_` before it.
    secret: SecretStr
    #: Who it comes from, as a URN with the municipality's OIN; empty: its code.
    source: str = Field(default="", pattern=r"^(urn:[!-~]{3,190})?$")
    #: Everything in the body, under the signature; else the event's attributes stand in headers.
    structured: bool = True

    @field_validator("secret")
    @classmethod
    def _signs(cls, secret: SecretStr) -> SecretStr:
        if len(key_of(secret.get_secret_value())) < 24:
            raise ValueError("a secret has at least 24 bytes")
        return secret


class Settings(BaseSettings):
    """Everything an operator can set, each as ``WIJKSTEM_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="WIJKSTEM_", frozen=True, extra="ignore")

    #: SQLAlchemy URL: ``sqlite:///…`` (embedded engine) or ``postgresql+psycopg://…`` (scaled engine).
    database_url: str
    #: Where the archive store is, with an account of its own; empty: a file, or a schema, of its own beside the database.
    archive_url: SecretStr = SecretStr("")
    #: Redis URL; empty means that web and workers share one process.
    redis_url: str = ""
    #: Key for the tags that keep one person one signature; at least 32 characters, kept outside the database.
    tag_key: SecretStr = Field(min_length=32)
    #: What that key is called in the database; a new key gets a new name (`cli/keys.py` says how).
    tag_key_id: str = Field(default="1", pattern=r"^[A-Za-z0-9_-]{1,20}$")
    #: Keys beside it, by name, as JSON: older ones that still count, and one that is about to be used.
    other_tag_keys: dict[str, SecretStr] = {}
    #: Logging in by choosing a made-up person, and reading everybody's messages.
    demo: bool = False
    #: How people of each municipality log in (`adapters/oidc/setup.py` says what stands in it); none: nobody can.
    login_file: Path | None = None
    #: The second key that must be turned before a demo may run on PostgreSQL.
    demo_on_postgres: bool = False
    #: Where the municipalities' rules stand.
    rules_dir: Path = ROOT / "platform" / "wijkstem" / "rules" / "data"
    #: Where a projection is rebuilt beside the live one; must hold the read tables once more.
    scratch_dir: Path = Path(tempfile.gettempdir())
    templates_dir: Path = ROOT / "templates"
    #: Where photos are kept, the same folder for all processes. Not set: beside the database file on SQLite; with
    #: PostgreSQL no photos are asked for.
    media_dir: Path | None = None
    #: Host names are ``<municipality>.<base_host>``.
    base_host: str = "localhost"
    #: The port in the addresses that mails name; 0 leaves it out.
    public_port: int = Field(default=0, ge=0, le=65535)
    #: Whether visitors come over https: decides the cookie's name and its Secure mark.
    https: bool = False
    #: Connections in the pool, and so the most threads that serve requests at once in one process.
    pool_size: int = Field(default=10, ge=1, le=100)
    #: Readers without a session: how many of their pages one process makes at once, how many may wait for that,
    #: and how many seconds; who comes on top is asked to come back later.
    crowd_places: int = Field(default=2, ge=1, le=50)
    crowd_waiting: int = Field(default=60, ge=0)
    crowd_patience_seconds: float = Field(default=2.0, gt=0)
    #: The most readers without a session that one process keeps waiting, also for a page that is on its way.
    crowd_requests: int = Field(default=1000, ge=1)
    #: Bytes of rendered public pages that one process keeps.
    page_cache_bytes: int = Field(default=64_000_000, ge=0)
    #: Host, port and sender for outgoing mail; needed outside the demo, which keeps messages in a post box.
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_sender: str = "wijkstem@localhost"
    #: Seconds that a worker may take over a batch of messages before another takes it for dead.
    delivery_claim_seconds: int = Field(default=60, ge=1)
    #: Where Prometheus asks, away from the public: `web` (and `serve`) listen on this port of `metrics_host`,
    #: `worker` on the next one and `clock` on the one after that. 0: nobody listens.
    metrics_port: int = Field(default=0, ge=0, le=65533)
    metrics_host: str = "127.0.0.1"
    #: With this token as a bearer /metrics is answered on the public address too; empty: it is not there.
    metrics_token: SecretStr = SecretStr("")
    #: Where heads of the ballot board are told by HTTP, by municipality, as JSON: {"enschede": "https://…"}.
    board_hooks: dict[str, str] = {}
    #: Who is told of requests for the agenda, by municipality, as JSON: {"enschede": {"address": "https://…",
    #: "secret": "whsec_…"}}.
    agenda_receivers: dict[str, AgendaReceiver] = {}
    #: Where meetings of the council are read, by municipality, as JSON: {"enschede": {"address": "https://…",
    #: "shape": "mini-ori", "every_minutes": 60}}.
    council_sources: dict[str, CouncilSource] = {}
    #: A consumer further behind than this shows residents something old: /readyz says no.
    ready_within_events: int = Field(default=1000, ge=0)
    #: Where pictures of a map come from, such as ``https://tiles.example/{z}/{x}/{y}.png``, and what must be said of
    #: them; empty: nothing but the municipality's own shapes is shown, and nothing is asked of others.
    tile_url: str = Field(default="", pattern=r"^(https://[^\s'\";,]+)?$")
    tile_attribution: str = ""
    #: The most bytes that one request may carry.
    max_body_bytes: int = 1_000_000
    #: The same where a photo or a recording may be sent, and where a film may.
    max_upload_bytes: int = 25_000_000
    max_film_bytes: int = 155_000_000

    @property
    def embedded(self) -> bool:
        """Whether web and workers run in one process on SQLite."""
        return self.database_url.startswith("sqlite")

    @property
    def media_folder(self) -> Path | None:
        """Where photos are kept; None: nowhere."""
        if self.media_dir is not None or not self.embedded:
            return self.media_dir
        file = self.database_url.partition("///")[2]
        return Path(f"{file}.media") if file and not file.startswith(":") else None

    def site(self, municipality_id: str) -> str:
        """The address of a municipality's site, without a slash at the end."""
        port = f":{self.public_port}" if self.public_port else ""
        return f"{'https' if self.https else 'http'}://{municipality_id}.{self.base_host}{port}"

    @model_validator(mode="after")
    def _keys_fit(self) -> Self:
        if self.tag_key_id in self.other_tag_keys:
            raise ValueError("WIJKSTEM_OTHER_TAG_KEYS names the current key again")
        if any(len(key.get_secret_value()) < 32 for key in self.other_tag_keys.values()):
            raise ValueError("WIJKSTEM_OTHER_TAG_KEYS: a key has at least 32 characters")
        return self

    @model_validator(mode="after")
    def _engines_fit(self) -> Self:
        if self.demo and not self.embedded and not self.demo_on_postgres:
            raise ValueError(
                "WIJKSTEM_DEMO lets anybody log in as anybody and this database is PostgreSQL; "
                "set WIJKSTEM_DEMO_ON_POSTGRES=1 as well if that is really meant"
            )
        if not self.embedded and not self.redis_url:
            raise ValueError("WIJKSTEM_REDIS_URL is needed with PostgreSQL")
        return self


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        BadConfiguration: naming each variable that is missing or wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [_explain(part["loc"], part["msg"]) for part in error.errors()]
        raise BadConfiguration("Settings are not right: " + "; ".join(wrong)) from error


def _explain(loc: tuple[int | str, ...], message: str) -> str:
    name = "_".join(str(part) for part in loc).upper()
    return f"WIJKSTEM_{name}: {message}" if name else message
