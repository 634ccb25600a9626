"""Vocabulary is data: YAML that a researcher can read, change and diff. A mistake is an error with file and line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from dateline.errors import ConfigError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

M = TypeVar("M", bound=BaseModel)

#: Where the package keeps its data.
DATA = Path(__file__).parent / "data"


def load_yaml(path: Path, model: type[M]) -> M:
    """Read a YAML file and check it against a pydantic model.

    Raises ConfigError whose message begins with 'file:line:' at the first mistake.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read ({err.strerror})", path=str(path)) from err
    try:
        value = yaml.load(text, Loader=_LOADER)  # a safe loader, the C one where it is built
    except yaml.MarkedYAMLError as err:
        line = err.problem_mark.line + 1 if err.problem_mark else 1
        raise ConfigError(f"{path}:{line}: not YAML: {err.problem}", path=str(path), line=line) from err
    try:
        return model.model_validate(value)
    except ValidationError as err:
        first = err.errors()[0]
        line = _line_of(yaml.compose(text, Loader=_LOADER), first["loc"])
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}:{line}: {where}: {first['msg']}", path=str(path), line=line) from err


def _line_of(node: Node | None, loc: tuple[int | str, ...]) -> int:
    """Line (1-based) of the deepest node on the way that `loc` names."""
    line = node.start_mark.line + 1 if node else 1
    for part in loc:
        found: Node | None = None
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if str(key.value) == str(part):
                    line, found = key.start_mark.line + 1, value
                    break
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
            line = found.start_mark.line + 1
        if found is None:
            break
        node = found
    return line


def load_data(name: str, model: type[M]) -> M:
    """A file of the package's own data folder, loaded once a process: `load_data('vocabulary/times.yaml', Times)`."""
    loaded = _loaded(name, model)
    assert isinstance(loaded, model)
    return loaded


@lru_cache(maxsize=64)
def _loaded(name: str, model: type[BaseModel]) -> BaseModel:
    return load_yaml(DATA / name, model)
