"""A name with words around it that say whose it is; words that only sound like that."""

from __future__ import annotations

import pytest

from bot.italian.people.names import read_person_name


@pytest.mark.parametrize("said", [
    "lei si chiama {}", "la persona si chiama {}", "l'interessata è {}", "il suo nome è {}",
    "il nome di mia moglie è {}", "mia moglie è {}", "è mia moglie, {}", "{} (mia moglie)", "a nome suo: {}",
    "prenota per {}", "per lei, {}", "sarebbe {}", "di nome faccio {}", "intestalo ad {}", "mettilo a nome {}",
    "scrivi pure {}", "mia figlia, si chiama {}", "la signora si chiama {}", "te lo scrivo: {}", "ho già detto: {}",
    "{} te l'ho già detto"])
@pytest.mark.parametrize("name", ["Anna Verdi", "Fatima El Amrani"])
def test_the_name_stands_in_its_frame(said: str, name: str) -> None:
    assert read_person_name(said.format(name)) == name
    assert read_person_name(said.format(name).lower()) == name


@pytest.mark.parametrize("said", [
    "per mio figlio", "è per mia madre", "mia moglie", "lei non può venire", "preferisco per telefono",
    "la signora che c'era ieri", "mia moglie non parla italiano", "per favore", "metti giovedì", "lei chi è",
    "lei si chiama come me?"])
def test_a_frame_alone_is_no_name(said: str) -> None:
    assert read_person_name(said) is None


def test_a_particle_after_the_verb_is_the_names() -> None:
    assert read_person_name("si chiama di maio luigi") == "Di Maio Luigi"
