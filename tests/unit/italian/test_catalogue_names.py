"""Names spelt well or badly."""

import pytest

from bot.italian.catalogue_names import NameIndex

INDEX = NameIndex([
    ("course", "elettrico", ["corso da elettricista", "elettricista"]),
    ("organisation", "cgil", ["CGIL Lecco", "cgil"]),
    ("office", "lecco", ["Lecco", "centro per l'impiego di Lecco"]),
    ("event", "welfare", ["seminario del 10 ottobre", "welfare aziendale"]),
])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("il corso da eletricista", ["course"]),
        ("vorrei fare l'ELETTRICISTA", ["course"]),
        ("la cgil c'entra?", ["organisation"]),
        ("CGIL di Lecco", ["organisation"]),
        ("vengo a lecco", ["office"]),
        ("il wlfare aziendale", ["event"]),
        ("il seminario del 10 ottobre", ["event"]),
        ("il seminario del 17 ottobre", []),
        ("la cgel", []),
        ("letto", []),
        ("", []),
    ],
)
def test_find(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in INDEX.find(text)] == kinds


def test_the_place_in_the_text_is_that_of_the_name() -> None:
    found = INDEX.find("È gratis, il corso da eletricista?")[0]
    assert "È gratis, il corso da eletricista?"[found.start:found.end] == "corso da eletricista"
