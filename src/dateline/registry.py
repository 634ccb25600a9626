"""Plug-ins: other packages name theirs in entry point groups; nothing is imported until it is asked for."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Literal, get_args

from dateline.errors import ConfigError

Group = Literal[
    "dateline.readers",
    "dateline.extractors",
    "dateline.gazetteers",
    "dateline.stores",
    "dateline.exporters",
    "dateline.engines",
]
GROUPS: tuple[Group, ...] = get_args(Group)


def plugins(group: Group) -> dict[str, EntryPoint]:
    """Names and entry points of a group, by name. Raises ConfigError when two packages claim one name."""
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=group), key=lambda p: p.name):
        if point.name in found and found[point.name].value != point.value:
            raise ConfigError(
                f"two packages offer '{point.name}' in {group}: {found[point.name].value} and {point.value}; "
                "uninstall one of them",
                group=group,
                name=point.name,
            )
        found[point.name] = point
    return found


def load(group: Group, name: str) -> object:
    """What a plug-in's entry point points at. Raises ConfigError for an unknown name or one that cannot be imported."""
    known = plugins(group)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise ConfigError(f"no plug-in '{name}' in {group}{hint}", group=group, name=name)
    try:
        return known[name].load()
    except ImportError as err:
        raise ConfigError(f"the plug-in '{name}' of {group} cannot be imported: {err}", group=group, name=name) from err
