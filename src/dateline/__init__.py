"""Dateline puts a source, a place and a date on every claim in conflict reporting."""
