"""Where pages say what: the words of `pages.yaml`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data


class PageWords(BaseModel):
    """The file `pages.yaml`."""

    model_config = ConfigDict(extra="forbid")
    published: tuple[str, ...]
    ld_published: tuple[str, ...]
    ld_types: frozenset[str]
    publisher: tuple[str, ...]
    date_marks: tuple[str, ...]
    change_marks: tuple[str, ...]
    publish_marks: tuple[str, ...]
    other_dates: tuple[str, ...]
    date_labels: tuple[str, ...]
    change_labels: tuple[str, ...]
    other_labels: tuple[str, ...]
    apart: frozenset[str]
    apart_tags: frozenset[str]
    pointers: tuple[str, ...]
    lists_of_others: frozenset[str]
    no_title: frozenset[str]
    no_author: frozenset[str]


def page_words() -> PageWords:
    """The package's list of where pages say what."""
    table: PageWords = load_data("vocabulary/pages.yaml", PageWords)
    return table
