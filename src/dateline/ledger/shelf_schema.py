"""The tables by which the rows of the views are found: kept by triggers beside the rows, gone with them."""

from __future__ import annotations

_ENDS = "CASE length({0}) WHEN 4 THEN {0} || '-12-31' WHEN 7 THEN {0} || '-31' ELSE substr({0}, 1, 10) END"


def _of(name: str) -> str:
    return f"json_extract(new.payload, '$.{name}')"


def _terms(kind: str, *paths: str) -> str:
    """Terms of scalar fields and, with a star (`side_a.*.id`), of a field of each entry of a list."""
    found = []
    for path in paths:
        rows, star, name = path.partition(".*")
        if not star:
            found.append(f"SELECT {_of(path)} AS word")
        else:
            value = f"json_extract(j.value, '${name}')" if name else "j.value"
            found.append(f"SELECT {value} AS word FROM json_each(new.payload, '$.{rows}') j")
    return (
        f"INSERT INTO view_terms (term, row) SELECT DISTINCT '{kind} ' || lower(word), "
        "(SELECT row FROM view_marks WHERE view = new.view AND policy = new.policy AND id = new.id) "
        f"FROM ({' UNION ALL '.join(found)}) WHERE word IS NOT NULL AND word != '';"
    )


def _marks(position: str, first: str, last: str, since: str, type_: str, status: str, voices: str, several: str) -> str:
    return (
        "INSERT INTO view_marks (view, policy, id, position, first, last, since, lat, lon, radius, place, name, "
        "precision, type, status, voices, several) VALUES (new.view, new.policy, new.id, "
        f"{position}, {first}, {_ENDS.format(last)}, {since}, {_of('place.lat')}, {_of('place.lon')}, "
        f"{_of('place.radius_km')}, {_of('place.id')}, lower({_of('place.name')}), {_of('place.precision')}, "
        f"{type_}, {status}, {voices}, coalesce({several}, 0));"
    )


def _trigger(view: str, *statements: str) -> str:
    gone = (
        "DELETE FROM view_terms WHERE row = (SELECT row FROM view_marks WHERE view = new.view AND policy = new.policy "
        "AND id = new.id);\nDELETE FROM view_marks WHERE view = new.view AND policy = new.policy AND id = new.id;"
    )
    body = "\n".join((gone, *statements))
    return f"CREATE TRIGGER {view}_are_found AFTER INSERT ON view_rows WHEN new.view = '{view}' BEGIN\n{body}\nEND;\n"


_PLACES = ("place.id", "place.name", "place.adm1", "place.country")
_IN_PLACES = tuple(f"places.*.{name}" for name in ("id", "name", "adm1", "country"))
_FROM, _TO = _of("time.from"), _of("time.to")
_LATEST = f"coalesce({_TO}, {_FROM}, '')"

#: `position`: what rows are sorted by; `first`, `last`: ISO days between which something was; `since`: from when a
#: state is known to have held; `voices`: originators; `several`: 1 where it has more places than one.
SHELF = (
    """
CREATE TABLE view_marks (
  row INTEGER PRIMARY KEY,
  view TEXT NOT NULL, policy TEXT NOT NULL, id TEXT NOT NULL,
  position TEXT NOT NULL,
  first TEXT, last TEXT, since TEXT,
  lat REAL, lon REAL, radius REAL, place TEXT, name TEXT, precision TEXT,
  type TEXT, status TEXT, voices INTEGER, several INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX view_marks_by_id ON view_marks (view, policy, id);
CREATE INDEX view_marks_in_order ON view_marks (view, policy, position, id);
CREATE INDEX view_marks_by_status ON view_marks (view, policy, status, position, id);
CREATE INDEX view_marks_by_place ON view_marks (view, policy, place);
CREATE INDEX view_marks_by_day ON view_marks (view, policy, first, last);
CREATE INDEX view_marks_on_map ON view_marks (view, policy, lat, lon, first, last, since, status, precision, radius,
  place, row);
CREATE TABLE view_terms (term TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (term, row)) STRICT, WITHOUT ROWID;
CREATE INDEX view_terms_by_row ON view_terms (row);
CREATE TRIGGER view_rows_are_found_no_more AFTER DELETE ON view_rows BEGIN
  DELETE FROM view_terms WHERE row =
    (SELECT row FROM view_marks WHERE view = old.view AND policy = old.policy AND id = old.id);
  DELETE FROM view_marks WHERE view = old.view AND policy = old.policy AND id = old.id;
END;
"""
    + _trigger(
        "events",
        _marks(
            _LATEST, _FROM, _TO, _FROM, _of("type"), _of("status"), _of("originators"),
            "json_array_length(new.payload, '$.places') > 1",
        ),
        _terms("place", *_PLACES, *_IN_PLACES),
        _terms("actor", *(f"{side}.*.{name}" for side in ("side_a", "side_b") for name in ("id", "name"))),
        _terms("type", "type", "acled.event_type", "acled.sub_event_type"),
        _terms("source", "originator_groups.*"),
    )
    + _trigger(
        "control",
        _marks(
            "new.position", _of("from"), _of("to"), f"coalesce({_of('from')}, {_of('from_latest')})", _of("state"),
            _of("status"), "NULL", "0",
        ),
        _terms("place", *_PLACES),
        _terms("actor", "holders.*.id", "holders.*.name"),
        _terms("type", "state", "object"),
    )
    + _trigger(
        "figures",
        _marks(
            "new.position", _of("period.from"), _of("period.to"), _of("period.from"), _of("measure"), "NULL",
            "(SELECT count(DISTINCT json_extract(j.value, '$.id')) FROM json_each(new.payload, '$.by_originator') j "
            "WHERE json_extract(j.value, '$.superseded_by') IS NULL)",
            "0",
        ),
        _terms("place", *_PLACES),
        _terms("type", "measure", "kind"),
        _terms("source", "by_originator.*.id", "by_originator.*.name"),
    )
    + _trigger("persons", _marks("new.position", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "0"))
    + _trigger(
        "suggestions",
        _marks("new.position", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "0"),
        _terms("event", "one", "two"),
    )
)  # fmt: skip

#: The rows of the views themselves, as a shelf outside a ledger has them.
ROWS = """
CREATE TABLE view_rows (
  view TEXT NOT NULL, policy TEXT NOT NULL, id TEXT NOT NULL,
  unit TEXT NOT NULL, position TEXT NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (view, policy, id)
) STRICT;
"""
