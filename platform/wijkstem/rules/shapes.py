"""Where the neighbourhoods of a municipality lie: ``<municipality>/wijken.geojson``, coarse, to look at only.

Never to decide who lives where. A neighbourhood without a shape is in every list and not on the map.
"""

from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wijkstem.errors import BadConfiguration
from wijkstem.rules.schema import Municipality, NeighbourhoodCode, twice

#: Longitude and latitude (WGS84).
Point = tuple[
    Annotated[float, Field(ge=-180, le=180)],
    Annotated[float, Field(ge=-90, le=90)],
]
Ring = Annotated[tuple[Point, ...], Field(min_length=4)]
Polygon = Annotated[tuple[Ring, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _One(_Part):
    type: Literal["Polygon"]
    coordinates: Polygon


class _Several(_Part):
    type: Literal["MultiPolygon"]
    coordinates: tuple[Polygon, ...]


class _Properties(_Part):
    code: NeighbourhoodCode


class Feature(_Part):
    """A neighbourhood and its shape."""

    type: Literal["Feature"]
    properties: _Properties
    geometry: Annotated[_One | _Several, Field(discriminator="type")]

    @property
    def code(self) -> str:
        return self.properties.code

    @property
    def polygons(self) -> tuple[Polygon, ...]:
        """Each with its outer ring first, then its holes."""
        one = self.geometry
        return (one.coordinates,) if isinstance(one, _One) else one.coordinates


class Shapes(_Part):
    """The neighbourhoods of a municipality that have a shape, and whose work that is."""

    type: Literal["FeatureCollection"]
    source: str = Field(min_length=1)
    features: tuple[Feature, ...] = Field(min_length=1)


def load_shapes(file: FilePath, municipality: Municipality) -> Shapes | None:
    """None where a municipality has none. Raises BadConfiguration naming the file and what is wrong in it."""
    if not file.exists():
        return None
    try:
        shapes = Shapes.model_validate_json(file.read_bytes())
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors()]
        raise BadConfiguration(f"{file}: " + "; ".join(wrong[:5])) from error
    codes = [one.code for one in shapes.features]
    if doubles := twice(codes):
        raise BadConfiguration(f"{file}: stand twice: {doubles}")
    if strangers := [code for code in codes if municipality.neighbourhood(code) is None]:
        raise BadConfiguration(f"{file}: not of {municipality.slug}: {strangers}")
    return shapes
