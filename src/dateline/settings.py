"""Settings: one table is configuration, help and documentation. Flag > DATELINE_* > dateline.toml > default."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from dateline.errors import ConfigError
from dateline.registry import Group, plugins

Value = str | int | bool
#: The table of the settings file that remembers which column of a table is which field.
COLUMNS = "columns"
#: The tables of areas of interest, by name; dateline.derive.areas says what stands in one.
AREAS = "areas"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Its type is that of its default; `path` values in a file are relative to that file.
    The plug-ins of `group` are choices too."""

    name: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()
    group: Group | None = None
    minimum: int = 0
    path: bool = False

    @property
    def variable(self) -> str:
        return "DATELINE_" + self.name.upper()


SETTINGS: tuple[Setting, ...] = (
    Setting("ledger", "dateline.ledger", "The ledger file that verbs read and write.", path=True),
    Setting("gazetteer", "", "A gazetteer file to use in place of the built-in one.", path=True),
    Setting("gazetteer_supplement", "", "A table of your own places, read over the gazetteer.", path=True),
    Setting("event_types", "", "A file of your own event types, each with a dozen examples.", path=True),
    Setting(
        "extractor",
        "both",
        "What tells of which kind an event is.",
        choices=("both", "rules", "learned"),
        group="dateline.extractors",
    ),
    Setting("gate", True, "`run` leaves unparsed what is not about conflict by its words."),
    Setting("policy", "range", "The named policy of figures by which views are derived from claims."),
    Setting("max_document_chars", 2_000_000, "Longer documents are set aside.", minimum=1),
    Setting("keep_evidence", True, "Keep the bytes as read in the ledger, beside the text."),
    Setting("max_fetch_bytes", 64 << 20, "The most bytes that are fetched from one address.", minimum=1),
    Setting("host_seconds", 1, "How long to wait between two requests to one host."),
    Setting("workers", 0, "How many processes read; 1 is the one that writes, 0 is one a core, at most 8."),
    Setting("busy_seconds", 60, "How long to wait for another process that writes the same ledger.", minimum=1),
)
_BY_NAME = {s.name: s for s in SETTINGS}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from, and every place that was looked at, first to last."""

    value: Value
    where: str
    tried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force. Made by `load_settings`; immutable."""

    ledger: Path
    gazetteer: Path | None
    gazetteer_supplement: Path | None
    event_types: Path | None
    extractor: str
    gate: bool
    policy: str
    max_document_chars: int
    keep_evidence: bool
    max_fetch_bytes: int
    host_seconds: int
    workers: int
    busy_seconds: int
    origins: Mapping[str, Origin]
    columns: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    file: Path = Path("dateline.toml")


def load_settings(
    flags: Mapping[str, Value | None] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force. `flags` are those of the command line, None = not given.

    The file is $DATELINE_CONFIG or `dateline.toml` in `folder` (default: the working folder).
    Raises ConfigError with file, line and suggestion: an unknown name, a value of another type, a file that is no TOML.
    """
    environment = os.environ if env is None else env
    path, needed = _file(environment, folder or Path.cwd())
    in_file, columns, areas = _read_file(path, needed)
    origins = {s.name: _resolve(s, flags or {}, environment, path, in_file) for s in SETTINGS}
    values = {name: origin.value for name, origin in origins.items()}
    return Settings(
        ledger=Path(str(values["ledger"])),
        gazetteer=Path(str(values["gazetteer"])) if values["gazetteer"] else None,
        gazetteer_supplement=Path(str(values["gazetteer_supplement"])) if values["gazetteer_supplement"] else None,
        event_types=Path(str(values["event_types"])) if values["event_types"] else None,
        extractor=str(values["extractor"]),
        gate=bool(values["gate"]),
        policy=str(values["policy"]),
        max_document_chars=int(values["max_document_chars"]),
        keep_evidence=bool(values["keep_evidence"]),
        max_fetch_bytes=int(values["max_fetch_bytes"]),
        host_seconds=int(values["host_seconds"]),
        workers=int(values["workers"]),
        busy_seconds=int(values["busy_seconds"]),
        origins=origins,
        columns=columns,
        areas=areas,
        file=path,
    )


def template() -> str:
    """A commented dateline.toml with every setting at its default."""
    lines = ["# Settings of Dateline. A flag or a DATELINE_* variable wins over this file."]
    for s in SETTINGS:
        lines += ["", f"# {s.help} ({s.variable})", f"# {s.name} = {_toml(s.default)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _file(env: Mapping[str, str], folder: Path) -> tuple[Path, bool]:
    named = env.get("DATELINE_CONFIG")
    return (folder / named, True) if named else (folder / "dateline.toml", False)


def remember_columns(columns: Mapping[str, str], *, env: Mapping[str, str] | None = None) -> Path:
    """Write a mapping of tables' columns into the settings file in force, in place of an older one; returns its path.

    Raises ConfigError when the file is no TOML.
    """
    path, _ = _file(os.environ if env is None else env, Path.cwd())
    _write_table(path, COLUMNS, columns)
    return path


def remember_area(name: str, area: Mapping[str, object] | None, *, env: Mapping[str, str] | None = None) -> Path:
    """Write an area of interest into the settings file in force, in place of an older one of its name, or with None
    take it out; returns its path. Raises ConfigError when the file is no TOML or has the area in another form."""
    path, _ = _file(os.environ if env is None else env, Path.cwd())
    _write_table(path, f"{AREAS}.{name}", area)
    return path


def _write_table(path: Path, header: str, table: Mapping[str, object] | None) -> None:
    """Put a table at the end of a file and take the older one of that header out; all else stays as it is."""
    _read_file(path, needed=False)
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    old = re.compile(rf"^\[{re.escape(header)}\][^\n]*\n(?:(?!\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)
    kept = old.sub("", text + "\n" * (not text.endswith("\n"))).strip()
    if table is not None:
        rows = "\n".join(f"{name} = {_toml_value(value)}" for name, value in table.items())
        kept = f"{kept}\n\n[{header}]\n{rows}".strip()
    try:
        tomllib.loads(kept)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(
            f"{path}: [{header}] cannot be changed from here ({err}); edit the file", path=str(path)
        ) from err
    path.write_text(kept + "\n", encoding="utf-8")


def _toml_value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k} = {_toml_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _columns(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
        raise ConfigError(f'{where}: [{COLUMNS}] must be a table of field = "column"', name=COLUMNS)
    return dict(value)


def _areas(value: object, where: str) -> dict[str, dict[str, object]]:
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        raise ConfigError(f"{where}: write each area as a table, [{AREAS}.NAME]", name=AREAS)
    return dict(value)


def _read_file(path: Path, needed: bool) -> tuple[dict[str, object], dict[str, str], dict[str, dict[str, object]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if needed:
            raise ConfigError(f"DATELINE_CONFIG names {path}, which is not there", path=str(path)) from None
        return {}, {}, {}
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(f"{path}: cannot be read: {err}", path=str(path)) from err
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(f"{path}: not TOML: {err}", path=str(path)) from err
    columns = _columns(table.pop(COLUMNS, {}), f"{path}:{_line_of(text, COLUMNS)}")
    areas = _areas(table.pop(AREAS, {}), f"{path}:{_line_of(text, AREAS)}")
    for name in table:
        if name not in _BY_NAME:
            line = _line_of(text, name)
            near = get_close_matches(name, _BY_NAME, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(_BY_NAME)}"
            raise ConfigError(f"{path}:{line}: unknown setting '{name}'; {hint}", path=str(path), line=line)
    typed = {name: _typed(_BY_NAME[name], value, f"{path}:{_line_of(text, name)}") for name, value in table.items()}
    return dict(typed), columns, areas


def _line_of(text: str, name: str) -> int:
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((i for i, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _resolve(
    setting: Setting,
    flags: Mapping[str, Value | None],
    env: Mapping[str, str],
    path: Path,
    in_file: Mapping[str, object],
) -> Origin:
    tried = (f"--{setting.name.replace('_', '-')}", setting.variable, str(path), "default")
    flag = flags.get(setting.name)
    if flag is not None:
        return Origin(_typed(setting, flag, tried[0]), tried[0], tried)
    if env.get(setting.variable, "") != "":
        return Origin(_from_text(setting, env[setting.variable]), setting.variable, tried)
    if setting.name in in_file:
        value = _typed(setting, in_file[setting.name], str(path))
        if setting.path and value:
            value = str(path.parent / str(value)) if path.parent != Path.cwd() else value
        return Origin(value, str(path), tried)
    return Origin(setting.default, "default", tried)


def _from_text(setting: Setting, raw: str) -> Value:
    where = setting.variable
    if isinstance(setting.default, bool):
        known = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }
        if raw.strip().lower() not in known:
            raise ConfigError(f"{where}: '{raw}' is neither true nor false", name=setting.name)
        return known[raw.strip().lower()]
    if isinstance(setting.default, int):
        try:
            return _typed(setting, int(raw), where)
        except ValueError:
            raise ConfigError(f"{where}: '{raw}' is not a whole number", name=setting.name) from None
    return _typed(setting, raw, where)


def _typed(setting: Setting, value: object, where: str) -> Value:
    """The value when it is of the setting's type and within its bounds. Raises ConfigError."""
    wanted = type(setting.default)
    if isinstance(value, Path):
        value = str(value)
    if type(value) is not wanted:
        name = {str: "text in quotes", int: "a whole number", bool: "true or false"}[wanted]
        raise ConfigError(f"{where}: {setting.name} must be {name}, not {value!r}", name=setting.name)
    if isinstance(value, int) and not isinstance(value, bool) and value < setting.minimum:
        raise ConfigError(f"{where}: {setting.name} must be {setting.minimum} or more, not {value}", name=setting.name)
    if setting.choices and value not in setting.choices and not (setting.group and value in plugins(setting.group)):
        raise ConfigError(f"{where}: {setting.name} must be one of {', '.join(setting.choices)}", name=setting.name)
    return value
