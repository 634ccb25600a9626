"""Bytes -> Document: files, folders, tables, records, standard input. What cannot be read is kept with the reason."""

from dateline.read.item import Item, ReadOptions, mapping_from
from dateline.read.language import Guess, language_of
from dateline.read.paths import read_paths

__all__ = ["Guess", "Item", "ReadOptions", "language_of", "mapping_from", "read_paths"]
