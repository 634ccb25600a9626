"""The tables of a gazetteer file, and the statements that finish one."""

from __future__ import annotations

#: The layout of the file; a file of another layout is refused.
LAYOUT = 2

# Rows of a source that joins nothing are laid in the staged tables as they come, and sorted into the real ones at
# once: twelve million names put one by one where they belong would write each page of the file many times over.
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, after INTEGER NOT NULL,
  whole INTEGER NOT NULL, report TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
  key INTEGER PRIMARY KEY, ext TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, adm1 TEXT, adm2 TEXT,
  lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL, radius REAL NOT NULL, basis TEXT);
CREATE TABLE IF NOT EXISTS name (plain TEXT, place INTEGER, main INTEGER, PRIMARY KEY (plain, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS loose (bones TEXT, loose TEXT, country TEXT, place INTEGER,
  PRIMARY KEY (bones, loose, country, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS near (variant TEXT, bones TEXT, PRIMARY KEY (variant, bones)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS admin (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pcode (pcode TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS also (ext TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged_name (plain TEXT, place INTEGER, main INTEGER);
CREATE TABLE IF NOT EXISTS staged_loose (bones TEXT, loose TEXT, country TEXT, place INTEGER);
"""
#: Tables with content, in the order in which a digest reads them; `near` follows from `loose`.
CONTENT = ("place", "name", "loose", "admin", "pcode", "also")
TABLES = ("meta", "done", *CONTENT, "near", "staged_name", "staged_loose")

#: From the staged tables into the real ones.
SETTLE = (
    "INSERT INTO name SELECT plain, place, max(main) FROM staged_name WHERE true GROUP BY plain, place "
    "ON CONFLICT DO UPDATE SET main = max(main, excluded.main)",
    "DELETE FROM staged_name",
    "INSERT OR IGNORE INTO loose SELECT DISTINCT bones, loose, country, place FROM staged_loose ORDER BY 1, 2, 3, 4",
    "DELETE FROM staged_loose",
)
# Two skeletons that differ in one letter share a form with one letter left out, so `near` holds those forms of every
# skeleton that is long enough to be looked for with a letter amiss (dateline.know.gazetteer_fuzzy).
FINISH = (
    "DELETE FROM near",
    "WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at "
    "WHERE i < (SELECT max(length(bones)) FROM loose)) "
    "INSERT INTO near SELECT DISTINCT substr(bones, 1, i - 1) || substr(bones, i + 1), bones "
    "FROM (SELECT DISTINCT bones FROM loose WHERE length(bones) >= 5) JOIN at ON i <= length(bones) ORDER BY 1, 2",
    "CREATE INDEX IF NOT EXISTS place_ext ON place (ext) WHERE ext IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS place_country ON place (country) WHERE kind = 'country'",
    "CREATE INDEX IF NOT EXISTS of_place_index ON name (place)",
    "CREATE INDEX IF NOT EXISTS pcode_place ON pcode (place)",
)
#: What FINISH makes: it can be made again anywhere, so the packed file does without.
INDEXES = ("place_ext", "place_country", "of_place_index", "pcode_place")
