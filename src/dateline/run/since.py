"""'yesterday 17:00', '3 days ago', an ISO day or moment: the moment that people mean, in their own time zone."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo

from dateline.errors import ConfigError

_HINT = "write 2017-11-09, 2017-11-09T17:00, 'yesterday 17:00' or '3 days ago'"
#: '5' and '01/02/2026' can be read in more than one way.
_DOUBTFUL = re.compile(r"\s*\d+\s*|.*\d+[/.]\d+[/.]\d+.*")


def since(words: str, now: datetime) -> datetime:
    """The moment that words name, as seen from `now` (with a zone, which is that of moments that name none).

    A day means its beginning. Raises ConfigError for what is no moment, can be read in two ways, or lies ahead.
    """
    found = _iso(words, now.tzinfo) or _words(words, now)
    if found is None:
        raise ConfigError(f"--since: {words!r} is no moment that could be read in one way only; {_HINT}", value=words)
    if found > now:
        raise ConfigError(f"--since: {words!r} is {found:%Y-%m-%d %H:%M}, which lies ahead; {_HINT}", value=words)
    return found


def _iso(words: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(words.strip()), time(), zone)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _words(words: str, now: datetime) -> datetime | None:
    if _DOUBTFUL.fullmatch(words):
        return None
    from dateparser.date import DateDataParser

    settings = {
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "PARSERS": ["relative-time", "absolute-time"],
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    if found is None or found.date_obj is None or found.period not in ("time", "day", "week"):
        return None
    moment: datetime = found.date_obj
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    return moment if found.period == "time" else datetime.combine(moment.date(), time(), moment.tzinfo)
