"""Modules that Rasa imports and the served process never calls get stand-ins: names to import and to inherit from."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from abc import ABCMeta
from types import ModuleType
from typing import Any, Iterable, Iterator, Optional, Sequence

from bot.texts import get_text


class LibraryAbsent(ImportError):
    """Something of Rasa's that needs a library which is not installed was really used; the message names it."""


class _StubType(ABCMeta):
    """Metaclass of every stand-in: any attribute is another stand-in, so annotations and decorators work."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stub_class(f"{cls.__name__}.{name}", cls.__dict__.get("_strict", False))

    def __getitem__(cls, _item: Any) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


def _call(cls: Any, *args: Any, **kwargs: Any) -> Any:
    """A decorator hands the function back unchanged; anything else gives an inert object."""
    if len(args) == 1 and not kwargs and callable(args[0]):
        return args[0]
    return object.__new__(cls)


def _refuse(cls: Any, *_args: Any, **_kwargs: Any) -> Any:
    """For what must not seem to work."""
    for base in cls.__mro__:
        if isinstance(base, _StubType) and "_strict" in base.__dict__:
            library = base.__name__.partition(".")[0]
            raise LibraryAbsent(
                get_text("server.library_absent", library=library), name=library)
    raise TypeError(cls)


def _stub_class(name: str, strict: bool = False) -> Any:
    """A stand-in called ``name``; one of an error can be caught."""
    if name.endswith(("Error", "Exception")):
        return type(name, (Exception,), {})
    if strict:
        return _StubType(name, (), {"__new__": _refuse, "_strict": True})
    return _StubType(name, (), {"__new__": _call, "__init__": lambda self, *a, **k: None,
                                "__call__": lambda self, *args, **kwargs: args[0] if args else None})


class _StubModule(ModuleType):
    """A module whose public attributes are stand-in classes."""

    _strict = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stub_class(f"{self.__name__}.{name}", self._strict)
        setattr(self, name, value)
        return value


class _Loader(importlib.abc.Loader):
    def __init__(self, version: str, strict: bool) -> None:
        self._version, self._strict = version, strict

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = _StubModule(spec.name)
        module.__path__ = []
        module.__version__ = self._version  # type: ignore[attr-defined]
        module._strict = self._strict
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


class StubFinder(importlib.abc.MetaPathFinder):
    """Hands stand-ins of the packages ``names`` (top-level or dotted) to the ``askers`` only.

    ``hide``: other libraries that merely look for such a package are told it is absent; else they get the real one.
    ``strict``: a stand-in that is called raises :class:`LibraryAbsent`; else it does nothing.
    """

    def __init__(
        self, names: Iterable[str], hide: bool = False, version: str = "0", strict: bool = False,
        askers: Sequence[str] = ("rasa", "rasa_sdk"),
    ) -> None:
        self.names = frozenset(names)
        self._askers = frozenset(askers)
        self.strict = strict
        self._hide = hide
        self._version = version

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        """The stand-in of ``fullname`` when one of the askers wants it."""
        if not self._covers(fullname):
            return None
        if not self._asked():
            if self._hide:
                raise ModuleNotFoundError(f"{fullname} is not loaded in this process", name=fullname)
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(self._version, self.strict), is_package=True)

    def withdraw(self) -> None:
        """From now on everybody gets the real packages; Rasa keeps the stand-ins that it has."""
        sys.meta_path.remove(self)
        for name, module in list(sys.modules.items()):
            if isinstance(module, _StubModule) and self._covers(name):
                del sys.modules[name]

    def _covers(self, fullname: str) -> bool:
        if fullname.partition(".")[0] in self.names:
            return True
        return any("." in name and (fullname == name or fullname.startswith(f"{name}.")) for name in self.names)

    def _asked(self) -> bool:
        frame = sys._getframe(2)
        while frame is not None:
            name = str(frame.f_globals.get("__name__", ""))
            if not name.startswith("importlib"):
                return name.partition(".")[0] in self._askers
            if frame.f_back is None:
                return False
            frame = frame.f_back
        return False
