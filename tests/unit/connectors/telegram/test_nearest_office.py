"""The nearest office, only when it can be told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from connectors.telegram import nearest_office


def office(name: str) -> Any:
    return SimpleNamespace(id=name.lower(), name=f"Centro di {name}", municipality=name)


OFFICES = [office("Lecco"), office("Merate")]


@pytest.mark.parametrize(("where", "latitude", "longitude", "found"), [
    ("Calolziocorte", 45.80, 9.43, "lecco"), ("Colico", 46.13, 9.37, "lecco"), ("Osnago", 45.68, 9.39, "merate"),
    ("Brivio", 45.74, 9.45, "merate")])
def test_the_nearest_office(where: str, latitude: float, longitude: float, found: str) -> None:
    near = nearest_office.find_nearest_office(OFFICES, latitude, longitude)
    assert near is not None and near.office.id == found, where


@pytest.mark.parametrize(("latitude", "longitude"), [(41.9, 12.5), (45.777, 9.4065)])
def test_too_far_or_halfway_is_not_told(latitude: float, longitude: float) -> None:
    assert nearest_office.find_nearest_office(OFFICES, latitude, longitude) is None


def test_an_office_in_a_town_that_is_not_in_the_table_makes_it_untold() -> None:
    assert nearest_office.find_nearest_office([*OFFICES, office("Bellano")], 45.80, 9.43) is None
    assert nearest_office.find_nearest_office([], 45.80, 9.43) is None


def test_a_degree_of_latitude_is_111_km() -> None:
    assert nearest_office.measure_distance_km((45.0, 9.0), (46.0, 9.0)) == pytest.approx(111.2, abs=0.2)
