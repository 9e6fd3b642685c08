"""Modules that Rasa imports and the served process never calls get stand-ins: names to import and to inherit from."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from abc import ABCMeta
from types import ModuleType
from typing import Any, Iterable, Optional, Sequence


class _StubType(ABCMeta):
    """Metaclass of every stand-in: any attribute is another stand-in, so annotations and decorators work."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stub_class(f"{cls.__name__}.{name}")

    def __getitem__(cls, _item: Any) -> Any:
        return cls


def _call(cls: Any, *args: Any, **kwargs: Any) -> Any:
    """A decorator hands the function back unchanged; anything else gives an inert object."""
    if len(args) == 1 and not kwargs and callable(args[0]):
        return args[0]
    return object.__new__(cls)


def _stub_class(name: str) -> Any:
    return _StubType(name, (), {"__new__": _call, "__init__": lambda self, *a, **k: None,
                                "__call__": lambda self, *args, **kwargs: args[0] if args else None})


class _StubModule(ModuleType):
    """A module whose public attributes are stand-in classes."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stub_class(name)
        setattr(self, name, value)
        return value


class _Loader(importlib.abc.Loader):
    def __init__(self, version: str) -> None:
        self._version = version

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = _StubModule(spec.name)
        module.__path__ = []
        module.__version__ = self._version  # type: ignore[attr-defined]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


class StubFinder(importlib.abc.MetaPathFinder):
    """Hands stand-ins of the top-level packages ``names`` to Rasa only.

    ``hide``: other libraries that merely look for such a package are told it is absent; else they get the real one.
    """

    def __init__(self, names: Iterable[str], hide: bool = False, version: str = "0") -> None:
        self.names = frozenset(names)
        self._hide = hide
        self._version = version

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        """The stand-in of ``fullname`` when Rasa asks for it."""
        if fullname.partition(".")[0] not in self.names:
            return None
        if not _asked_by_rasa():
            if self._hide:
                raise ModuleNotFoundError(f"{fullname} is not loaded in this process", name=fullname)
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(self._version), is_package=True)

    def withdraw(self) -> None:
        """From now on everybody gets the real packages; Rasa keeps the stand-ins that it has."""
        sys.meta_path.remove(self)
        for name, module in list(sys.modules.items()):
            if isinstance(module, _StubModule) and name.partition(".")[0] in self.names:
                del sys.modules[name]


class LateFinder(importlib.abc.MetaPathFinder):
    """Packages ``names`` that Rasa imports whole and seldom uses are run at the first use of a name of theirs."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        """The real package, with a loader that waits."""
        if fullname not in self.names or not _asked_by_rasa():
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec

    def withdraw(self) -> None:
        """From now on imports are as usual."""
        sys.meta_path.remove(self)


def _asked_by_rasa() -> bool:
    frame = sys._getframe(2)
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if not name.startswith("importlib"):
            return name == "rasa" or name.startswith("rasa.")
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False
