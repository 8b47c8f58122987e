"""The neighbourhoods as a drawing: from longitude and latitude to a page that needs no script and no tiles."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wijkstem.rules.shapes import Point, Polygon, Shapes

#: How wide the drawing is, in its own units; its height follows from the shapes.
WIDTH: Final = 1000


@dataclass(frozen=True)
class Area:
    """A neighbourhood in the drawing: its outline, and where its number stands."""

    code: str
    path: str
    x: int
    y: int
    #: Latitude and longitude of the same place, for a map that can be moved.
    middle: tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """All of them, on one sheet."""

    height: int
    areas: tuple[Area, ...]


@lru_cache(maxsize=200)
def drawing(shapes: Shapes) -> Drawing:
    """The shapes on a sheet; degrees of longitude are narrower here than at the equator."""
    points = [point for polygon in _polygons(shapes) for ring in polygon for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def placed(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * narrow * scale), round((north - point[1]) * scale)

    def line(ring: Iterable[Point]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in map(placed, ring)) + "Z"

    def area(code: str, polygons: tuple[Polygon, ...]) -> Area:
        middle = _middle(max(polygons, key=lambda polygon: abs(_size(polygon[0]))))
        path = "".join(line(ring) for polygon in polygons for ring in polygon)
        return Area(code, path, *placed(middle), (middle[1], middle[0]))

    height = round((north - south) * scale)
    return Drawing(height, tuple(area(one.code, one.polygons) for one in shapes.features))


def _polygons(shapes: Shapes) -> list[Polygon]:
    return [polygon for one in shapes.features for polygon in one.polygons]


def _pairs(ring: tuple[Point, ...]) -> Iterable[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _size(ring: tuple[Point, ...]) -> float:
    """Twice the surface, negative one way round."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _pairs(ring))


def _middle(polygon: Polygon) -> Point:
    """A place that certainly lies inside: halfway the longest stretch at the height of the centre of gravity."""
    outline = polygon[0]
    size = _size(outline)
    height = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in _pairs(outline))
    y = height / (3 * size) if size else outline[0][1]
    crossings = sorted(
        a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for ring in polygon
        for a, b in _pairs(ring)
        if (a[1] > y) != (b[1] > y)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not stretches:
        return outline[0]
    left, right = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (left + right) / 2, y
