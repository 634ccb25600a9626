"""The seam of the exporters: an entry point of the group `dateline.exporters` is one of these, named by its format.

`tests/contract/test_exporters.py` holds them to it: the same material gives the same bytes, hostile names stay inert,
what is lost is reported, and only the material is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TextIO

from dateline.errors import ConfigError
from dateline.products.books import Books
from dateline.products.loss import Losses
from dateline.products.material import Material
from dateline.registry import load, plugins

#: Writes a product; gives back the number of rows or features.
WriteText = Callable[[Material, Books, TextIO, Losses], int]
WriteFolder = Callable[[Material, Books, Path, Losses], int]


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """A format. It is a text (`write`) or a folder (`write_folder`), which is there and empty when it is called.

    `policy`: the figure policy that its field's habits ask for; None = the user's.
    """

    name: str
    title: str
    suffix: str = ""
    write: WriteText | None = None
    write_folder: WriteFolder | None = None
    policy: str | None = None


def exporters() -> list[str]:
    """The names of all formats, those of plug-ins too."""
    return sorted(plugins("dateline.exporters"))


def exporter_of(name: str) -> Exporter:
    """The exporter of a format. Raises ConfigError when there is none or it is of another shape."""
    known = exporters()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(n for n in known if '.' not in n)}"
        raise ConfigError(f"no format '{name}'; {hint}", name=name)
    found = load("dateline.exporters", name)
    if not isinstance(found, Exporter) or (found.write is None) == (found.write_folder is None):
        raise ConfigError(f"the plug-in '{name}' of dateline.exporters is no exporter", name=name)
    return found
