"""Who may import what, and names: a package of services has one door, few meet Rasa, a class has its own name."""

from __future__ import annotations

import ast
from functools import cache
from typing import Iterator

import pytest

from tests.support.servers import ROOT

SERVICES = ROOT / "bot" / "services"
PACKAGES = sorted(path.parent.name for path in SERVICES.glob("*/__init__.py"))


parse_source = cache(ast.parse)


@cache
def imports_in(source: str) -> tuple[str, ...]:
    """What a module imports, by its text."""
    return tuple(find_imports(parse_source(source)))


def find_imports(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that a module imports, names of modules and of what is in them alike."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named_by(package: str) -> set[str]:
    """What the door of a package names."""
    tree = ast.parse((SERVICES / package / "__init__.py").read_text(encoding="utf-8"))
    return {str(item.value) for node in tree.body if isinstance(node, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
            and isinstance(node.value, (ast.List, ast.Tuple)) for item in node.value.elts
            if isinstance(item, ast.Constant)}


def find_breaches(package: str, sources: dict[str, str]) -> list[str]:
    """Who imports what past the door of ``package``; ``sources``: the text of each module by its path."""
    inside, named = f"bot.services.{package}", named_by(package)
    found = []
    for path, source in sources.items():
        if path.startswith(f"bot/services/{package}/"):
            continue
        for name in imports_in(source):
            if name.startswith(f"{inside}.") and name.removeprefix(f"{inside}.") not in named:
                found.append(f"{path}: {name}")
    return found


@cache
def read_sources() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
            for folder in ("bot", "connectors") for path in sorted((ROOT / folder).rglob("*.py"))}


@pytest.mark.parametrize("package", PACKAGES)
def test_nobody_goes_past_the_door(package: str) -> None:
    assert find_breaches(package, read_sources()) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_door_names_what_there_is(package: str) -> None:
    import importlib

    module = importlib.import_module(f"bot.services.{package}")
    assert named_by(package) and all(hasattr(module, name) for name in named_by(package))


@pytest.mark.parametrize("line, breach", [
    ("from bot.services.booking import Booked", False),
    ("from bot.services import booking", False),
    ("from bot.services.booking.results import Booked", True),
    ("from bot.services.booking import results", True),
    ("import bot.services.booking.results", True),
])
def test_a_way_past_the_door_is_seen(line: str, breach: bool) -> None:
    """The control."""
    assert bool(find_breaches("booking", {"connectors/x.py": line})) is breach
    assert not find_breaches("booking", {"bot/services/booking/x.py": line})


MEET_RASA = (
    "bot/actions/", "bot/dialogue/rasa_adapter.py", "bot/dialogue/form.py", "bot/nlu/", "bot/rasa/", "bot/server/",
    "bot/cli/main.py")
"""Who may import Rasa; the last for `orienta rasa`, which is Rasa's own command line."""

CHANNELS_OF_RASA = frozenset({
    "connectors/conversation/output.py", "connectors/conversation/turns.py", "connectors/conversation/door.py",
    "connectors/telegram/channel.py", "connectors/webchat/channel.py", "connectors/webchat/gate.py",
})
"""Who does so besides: as long as channels are Rasa's own input channels. None is to be added."""


def find_importers(of: tuple[str, ...], sources: dict[str, str]) -> set[str]:
    """The modules that import one of the packages ``of``, wherever in them."""
    return {path for path, source in sources.items()
            if any(name == each or name.startswith(f"{each}.") for name in imports_in(source)
                   for each in of)}


def test_few_places_meet_rasa() -> None:
    found = find_importers(("rasa", "rasa_sdk"), read_sources())
    assert {path for path in found if not path.startswith(MEET_RASA)} <= CHANNELS_OF_RASA
    assert {"bot/nlu/intent_classifier.py", "bot/rasa/tracker_store.py"} <= found, "the control"


def test_the_server_starts_the_connectors_and_never_the_other_way() -> None:
    sources = read_sources()
    above = find_importers(("bot.server", "bot.cli"), sources)
    assert {path for path in above if not path.startswith(("bot/server/", "bot/cli/"))} == set()
    assert any(path.startswith("bot/cli/") for path in above), "the control"


def test_every_class_has_a_name_of_its_own() -> None:
    found: dict[str, list[str]] = {}
    for path, source in read_sources().items():
        for node in parse_source(source).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(path)
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}
    assert len(found) > 300, "the control"


VAGUE_NAMES = frozenset({"answered", "look", "some", "take", "told", "why", "worded"})


def test_no_function_has_a_name_that_says_nothing() -> None:
    found = {(path, node.name) for path, source in read_sources().items() for node in parse_source(source).body
             if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    assert {each for each in found if each[1] in VAGUE_NAMES} == set()
    assert len(found) > 1000, "the control"


VERBS = frozenset("""
accept accepts add advance agrees alert allow announces answer append applaud apply are ask asks assess assign attach
audit await begin book books bring can cancel cancels cannot change check checks choose claim clean clear close
collect come comes compare compile complain complains complete compose compute conclude configure confirm conjugate
contend copy correct corrects count counts create cut decline declines decode delete denies describe digest dispose
doubt downgrade drop drops embed encode end erase escape examine exists expand explain extend extract fail featurise
fill find finds finish fit fold follow forget format gather get give gives go goes group grumbles guard guess hand has
hear hide hold holds identify import index insert inspect install interpret introduce is join keep keeps lacks lay
learn leave leaves limit link list load locate lock log loses make mark mask match may means measure mend mentions
migrate misspell mix mount move moves name names normalise note notify occupy offer open parse pass pick place plan
points poll predict prepare press preview promote proposes publish purge put puts raise rank rate read recall receive
recognise record redeem refers refuse rehearse release remember remove render replace reply report request requeue
require reserve resolve respond rest restore resume resumes retarget revert review revoke run save say score search
seed send serve set settle show sign simplify skip skips speaks spell spells spend split spread start starts state
stay stop store suits switch take takes teach tell tells thank thanks train transfer translate trust turn undo
unescape upgrade use verify wait waits walks wants was watch weigh widen will withdraw withhold word work works would
write
""".split())
"""How the name of a function begins: with a verb; in the third person where it is a statement (`asks_price`)."""

NO_VERB = {
    "called with their module, as those of datetime are (`clock.now()`)": "at local now to_utc",
    "the entry point, and a command by its name": "backup main",
}

NAMED_BY_WHAT_THEY_ARE = ("router.", "app.command", "contextmanager")
"""Pages (`calendar`), commands (`db_upgrade`) and blocks (`with transaction(url)`), by their decorators."""


def find_verbless(sources: dict[str, str]) -> set[str]:
    """The public functions whose names begin with no verb."""
    return {node.name for source in sources.values() for node in parse_source(source).body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.split("_")[0] not in {"", *VERBS}
            and not any(each in ast.unparse(by) for by in node.decorator_list for each in NAMED_BY_WHAT_THEY_ARE)}


def test_every_function_is_a_verb_and_noun() -> None:
    assert find_verbless(read_sources()) == {name for names in NO_VERB.values() for name in names.split()}


@pytest.mark.parametrize("source, found", [
    ("def relative_in(text): pass", {"relative_in"}),
    ("async def page(request): pass", {"page"}),
    ("@cache\ndef symbol(word): pass", {"symbol"}),
    ("@router.get('/')\ndef page(request): pass", set()),
    ("def find_relative(text): pass\ndef _share(text): pass", set()),
])
def test_a_function_without_a_verb_is_seen(source: str, found: set[str]) -> None:
    """The control."""
    assert find_verbless({"bot/x.py": source}) == found
