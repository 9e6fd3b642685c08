"""Words have one home: what a person reads stands in responses, texts and templates, no sentence of it in Python."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from typing import Iterable, Iterator, NamedTuple, Optional

import pytest

from bot.rules.eligibility import STATUSES
from bot.rules.rule_kinds import RULE_KINDS
from bot.services import content, desk, handoffs, notices, operators, statistics, unknown
from bot.services.content import TABLES
from bot.texts import FOLDER, get_text, get_texts, read_file
from bot.yaml_files import read_yaml
from connectors.site import errors
from connectors.site.desk.frame import NAVIGATION
from connectors.telegram.commands import COMMANDS
from tests.support.servers import ROOT

READ_NOT_SAID = ("bot/italian/", "bot/dialogue/", "bot/nlu/", "bot/rules/")
"""Here Italian is what people write: word lists and patterns."""

HELP = "bot/cli/"
"""Help of the command line: typer takes it from docstrings and from ``help`` and ``prompt`` beside the option."""

FUNCTION_WORDS = frozenset(
    "il lo la gli le un uno una di del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai dagli "
    "dalle nel nello nella nei negli nelle sul sullo sulla sui sugli sulle con tra fra che chi non ed è sono ho hai ha "
    "hanno ci mi ti si vi ne sei siamo più già ma anche come dove quando quale quanto questo questa questi queste puoi "
    "può posso deve serve ogni senza dopo prima ancora oppure per dall dell nell sull all c l".split())
"""What ties an Italian sentence together."""

OF_BOTH = frozenset("a al all con come del do i in la ma me per no o on si so c l".split())
"""Words that English, SQL or a program's names have too: they prove nothing alone."""

ENGLISH = frozenset("the of is are and an it this that with not by for was be been has have there than to or".split())
PATTERN = re.compile(r"\\[bwsdSW]|\(\?[:P<=!]|\[\^")
"""What only a regular expression holds: it reads, it says nothing."""


class Literal(NamedTuple):
    """A text in a program: where it begins, what it says (the values of an f-string left out), whether it is help."""

    line: int
    text: str
    is_help: bool


def find_words(text: str) -> list[str]:
    """The words of a text in small letters; an apostrophe parts two."""
    return re.findall(r"[^\W\d_]+", text.lower())


@cache
def said_words() -> frozenset[str]:
    """Every longer word of the sentences that are in their home: what Italian of ours looks like."""
    said = [text for path in FOLDER.glob("*.yml") for text in read_file(path.stem).values()]
    for path in (ROOT / "bot" / "data" / "responses").glob("*.yml"):
        responses = read_yaml(path)["responses"]
        said += [variation["text"] for variations in responses.values() for variation in variations]
    english = {word for source in MODULES.values() for literal in find_literals(source)
               if ENGLISH & set(words := find_words(literal.text)) for word in words}
    return frozenset(word for text in said for word in find_words(text) if len(word) > 3) - english


@cache
def known_words() -> frozenset[str]:
    """What we say, and what ties it together."""
    return said_words() | FUNCTION_WORDS | OF_BOTH


def is_italian_sentence(text: str) -> bool:
    """Whether a text says something in Italian.

    Three words or more, tied by an Italian function word or all of them known from what we say; two that are known.
    """
    words = find_words(text)
    if " " not in text.strip() or len(words) < 2 or PATTERN.search(text) or ENGLISH & set(words):
        return False
    tied = any(word in FUNCTION_WORDS - OF_BOTH for word in words) or bool(re.search("[àèéìòù]", text))
    known = sum(word in known_words() for word in words)
    return (tied and len(words) > 2) or (known == len(words) and any(word in said_words() for word in words))


def find_literals(source: str) -> Iterator[Literal]:
    """The texts of a program, docstrings among them."""
    tree = ast.parse(source)
    helps = {id(part) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in ("help", "prompt")
             for part in ast.walk(node.value)}
    helps |= {id(node.body[0].value) for node in ast.walk(tree)
              if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and isinstance(node.body[0], ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield Literal(node.lineno, text, id(node) in helps)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield Literal(node.lineno, node.value, id(node) in helps)


def find_sentences(source: str, module: str) -> list[Literal]:
    """The Italian sentences of a program that may not be there."""
    return [literal for literal in find_literals(source)
            if is_italian_sentence(literal.text) and not (module.startswith(HELP) and literal.is_help)]


def modules() -> dict[str, str]:
    """The source of every module that says something, by its path."""
    found = {str(path.relative_to(ROOT)): path for folder in ("bot", "connectors")
             for path in sorted((ROOT / folder).rglob("*.py"))}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()
            if not name.startswith(READ_NOT_SAID)}


MODULES = modules()


@pytest.mark.parametrize("module", MODULES)
def test_no_module_holds_a_sentence(module: str) -> None:
    assert not [f"{module}:{line} {text!r}" for line, text, _ in find_sentences(MODULES[module], module)]


@pytest.mark.parametrize("said", [
    'TEXT = "Scegli un orario libero."', 'f"Quel giorno è festa: {reason}."', 'print("Scrivo i dati…")',
    'raise Refused("Non puoi vedere questa conversazione.")', 'LABELS = {"a": "Risposte pronte"}',
    'Field("hours", help="Quante ore dura un corso")', '"Il messaggio è troppo lungo: " "accorcialo"',
    'def add() -> None:\n    """Crea un appuntamento per la persona."""'])
def test_a_sentence_is_found(said: str) -> None:
    """The control: what this test is for makes it fail, wherever it stands."""
    assert find_sentences(said, "bot/services/anything.py")


@pytest.mark.parametrize("source", [
    '"""The words of «Anna Rossi», as she says «vorrei un appuntamento»."""', 'get_text("desk.banners.presa")',
    'PATTERN = r"\\b(?:vorrei|voglio) (?:un |una )?appuntamento\\b"', '"select 1 from person where contact = :contact"',
    'logger.warning("a message could not be handled")', '"action_ask_booking_form_booking_time"',
    'PAYLOAD = \'/choose{"option": "move_confirm:yes"}\'', '"Content-Disposition: attachment; filename=corsi.csv"'])
def test_what_is_no_sentence_is_left_alone(source: str) -> None:
    assert not find_sentences(source, "bot/services/anything.py")


def test_help_stands_beside_its_option_and_nothing_else_does() -> None:
    helped = 'def add(name: str = Option(..., help="Il nome della persona.")) -> None:\n    """Crea un account."""\n'
    assert not find_sentences(helped, "bot/cli/operators.py") and len(find_sentences(helped, "bot/services/x.py")) == 2
    assert find_sentences('print("Il nome della persona manca.")', "bot/cli/operators.py")


# -- keys -------------------------------------------------------------------------------------------------------------

TEXTS = {key: text for path in sorted(FOLDER.glob("*.yml")) for key, text in read_file(path.stem).items()}
GROUPS = {key[:dot] for key in TEXTS for dot in range(len(key)) if key[dot] == "." and "." in key[:dot]}


class Use(NamedTuple):
    """Keys that a call may ask for, as a pattern, and the values it gives; None: they are not told apart."""

    where: str
    pattern: str
    group: bool
    values: Optional[frozenset[str]]


def find_uses(module: str, source: str) -> Iterator[Use]:
    """The calls of ``get_text`` and ``get_texts`` whose keys are written where they are called."""
    for node in ast.walk(ast.parse(source)):
        asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (
            "get_text", "get_texts")
        if not asks:
            continue
        named = [keyword.arg for keyword in node.keywords]
        values = None if None in named else frozenset(name for name in named if name)
        for pattern in find_patterns(node.args[0]):
            yield Use(f"{module}:{node.lineno}", pattern, node.func.id == "get_texts", values)


def find_patterns(key: ast.expr) -> list[str]:
    """What an argument can be, as regular expressions; nothing for one that is made elsewhere."""
    if isinstance(key, ast.IfExp):
        return find_patterns(key.body) + find_patterns(key.orelse)
    if isinstance(key, ast.Constant):
        return [re.escape(str(key.value))]
    if isinstance(key, ast.JoinedStr):
        return ["".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^.]+"
                        for part in key.values)]
    return []


USES = [use for module, source in MODULES.items() for use in find_uses(module, source)]
CONSTANTS = {literal.text for source in MODULES.values() for literal in find_literals(source)}


def keys_of(use: Use) -> list[str]:
    """The keys that a call may ask for."""
    pattern = use.pattern + (r"\..+" if use.group else "")
    return [key for key in TEXTS if re.fullmatch(pattern, key)]


def placeholders(text: str) -> set[str]:
    """The values that a text needs."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.where}-{use.pattern}")
def test_what_is_asked_for_exists_and_gets_its_values(use: Use) -> None:
    keys = keys_of(use)
    assert keys, "no text has such a key"
    given = frozenset() if use.group else use.values
    assert given is None or not [key for key in keys if placeholders(TEXTS[key]) - given]


def test_every_value_that_is_given_is_said() -> None:
    """Some text of those that a call may ask for names it."""
    assert not [(use.where, name) for use in USES for name in use.values or ()
                if not any(name in placeholders(TEXTS[key]) for other in USES if other.where == use.where
                           for key in keys_of(other))]


def test_every_text_is_used() -> None:
    asked = {key for use in USES for key in keys_of(use)}
    asked |= {key for key in TEXTS if key in CONSTANTS or any(
        key.startswith(f"{group}.") for group in CONSTANTS & GROUPS)}
    assert not set(TEXTS) - asked


def params_of(shape: str) -> set[str]:
    """The params of rules of that shape, whose refusals name them."""
    return {param.name for params in RULE_KINDS.values() for param in params if param.shape == shape}


def test_every_table_and_field_of_the_content_has_its_words() -> None:
    for table in TABLES.values():
        assert table.title and table.one and table.about
        assert all(field.label and all(label for _, label in field.choices) for field in table.fields), table.name


@pytest.mark.parametrize("names, group", [
    ([*notices.KINDS, "other"], "desk.told.kinds"),
    (params_of("whole"), "content.params.whole"), (params_of("line"), "content.params.line"),
    (handoffs.REASONS, "handoffs.reasons"), (handoffs.OUTCOMES, "handoffs.outcomes"),
    (unknown.STATES, "unknown.states"),
    (statistics.BY, "numbers.by"), (desk.PLACEHOLDERS, "desk.placeholders"), (operators.ROLES, "desk.roles"),
    (COMMANDS, "telegram.commands.menu"), ([name for _, name, _ in NAVIGATION], "desk.navigation"),
    (content.REASONS, "content.reasons"), (STATUSES, "content.statuses")])
def test_names_in_the_code_and_their_words_are_the_same(names: Iterable[str], group: str) -> None:
    assert set(names) == set(get_texts(group))


def test_every_kind_of_notice_has_a_subject_and_an_opening() -> None:
    told: dict[str, set[str]] = {kind: set() for kind in notices.KINDS}
    for key in TEXTS:
        if key.startswith("notices.kinds."):
            told[key.split(".")[2]].add(key.split(".")[3])
    assert not [kind for kind, parts in told.items() if not {"subject", "opening"} <= parts]


def test_an_error_page_has_a_title_and_a_text() -> None:
    assert {f"{status}.{part}" for status in errors.KNOWN for part in ("title", "text")} == {
        key.removeprefix("errors.") for key in TEXTS if key.startswith("errors.")}


def test_a_key_that_nobody_wrote_is_an_error() -> None:
    for ask in (lambda: get_text("desk.banners.inventata"), lambda: get_text("inventato.testo"),
                lambda: get_texts("desk.inventato"), lambda: get_text("codes.made", code="7K3")):
        with pytest.raises(KeyError):
            ask()
