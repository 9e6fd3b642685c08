"""What a browser sends beside a message: numbers that are none and keys that cannot be stored are not taken."""

from __future__ import annotations

import json

import pytest

from connectors.webchat import gate


@pytest.mark.parametrize(("sent", "number"), [
    ("3", 3), ("3.7", 3), ("-1", 0), ("1e300", gate.LARGEST_NUMBER), ("NaN", None), ("Infinity", None),
    ("-Infinity", None), ("true", None), ('"3"', None), ("null", None), ("[]", None)])
def test_the_number_of_a_message(sent: str, number: object) -> None:
    assert gate._read_number(json.loads(sent)) == number


@pytest.mark.parametrize(("sent", "taken"), [
    ('"k1"', True), ('"perché-è"', True), ('"\\ud800"', False), ('"a\\u0000b"', False), ('"a\\nb"', False),
    ("7", False), ("null", False), (json.dumps("k" * 61), False)])
def test_the_key_of_a_message(sent: str, taken: bool) -> None:
    assert (gate._read_key(json.loads(sent)) is not None) is taken
