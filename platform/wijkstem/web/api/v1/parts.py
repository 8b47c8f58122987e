"""What the answers of the API are built from: shapes that know their names in JSON, and values with a fixed spelling."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel


class Shape(BaseModel):
    """An answer, or a part of one. Every field is always there, and null where nothing is known."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        serialize_by_alias=True,
    )


class Begrip(Shape):
    """Een vaste code met de naam die mensen lezen."""

    code: str = Field(examples=["green"])
    naam: str = Field(examples=["Groen en water"])


def utc(moment: datetime) -> str:
    """As every time of the API is written."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


#: A moment, in UTC.
Moment = Annotated[
    datetime,
    PlainSerializer(utc, return_type=str, when_used="json"),
    Field(json_schema_extra={"format": "date-time"}),
]
#: An address.
Uri = Annotated[str, Field(json_schema_extra={"format": "uri"})]
