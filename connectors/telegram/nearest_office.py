"""Which employment centre is nearest to a position. No published source has their coordinates: these are of the towns.

The centres of the municipalities, read off a map to about a kilometre and verified by nobody: good to choose between
towns that are many kilometres apart, not to put a pin on a map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from bot.services.offices import OfficeView

TOWNS: Mapping[str, tuple[float, float]] = {"Lecco": (45.856, 9.393), "Merate": (45.698, 9.420)}

EARTH_KM = 6371.0
CLEAR_KM = 3.0
"""A smaller difference of distances is not told: the coordinates are not that exact, and roads are not straight."""

FAR_KM = 80.0
"""From farther away no office is near."""


@dataclass(frozen=True)
class Nearest:
    """The office, and about how many kilometres away it is in a straight line."""

    office: OfficeView
    km: int


def find_nearest_office(offices: Sequence[OfficeView], latitude: float, longitude: float) -> Optional[Nearest]:
    """The nearest office; None when it cannot be told: a town is not in the table, too far, too close to call."""
    if not offices or any(office.municipality not in TOWNS for office in offices):
        return None
    measured = sorted(
        ((measure_distance_km(TOWNS[office.municipality], (latitude, longitude)), office) for office in offices),
        key=lambda pair: pair[0])
    if measured[0][0] > FAR_KM or (len(measured) > 1 and measured[1][0] - measured[0][0] < CLEAR_KM):
        return None
    return Nearest(measured[0][1], max(1, round(measured[0][0])))


def measure_distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The great-circle distance of two (latitude, longitude) in degrees."""
    (first, west), (second, east) = (tuple(map(math.radians, point)) for point in (here, there))
    angle = (math.sin((second - first) / 2) ** 2
             + math.cos(first) * math.cos(second) * math.sin((east - west) / 2) ** 2)
    return 2 * EARTH_KM * math.asin(math.sqrt(angle))
