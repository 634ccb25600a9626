"""Moments of the ledger's own time: UTC, ISO 8601 with microseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dateline.errors import ConfigError


def now() -> str:
    """This moment."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def moment(value: str | date | datetime) -> str:
    """The end of what `value` names: a day means its last moment, a moment without a zone is UTC.

    Raises ConfigError when it is neither.
    """
    if isinstance(value, str):
        value = _parse(value)
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{value.isoformat()}T23:59:59.999999+00:00"


def day(value: str | date) -> str:
    """An ISO day. Raises ConfigError for anything else."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as err:
        raise ConfigError(f"'{value}' is not a day; write it as 2017-11-09", value=value) from err


def _parse(value: str) -> date | datetime:
    try:
        return date.fromisoformat(value)
    except ValueError:
        try:
            return datetime.fromisoformat(value)
        except ValueError as err:
            raise ConfigError(
                f"'{value}' is neither a day (2017-11-09) nor a moment (2017-11-09T18:00)", value=value
            ) from err
