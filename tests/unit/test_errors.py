"""Errors: one root, facts beside the message, whole after a trip through another process."""

from __future__ import annotations

import pickle

import pytest

from dateline.errors import (
    ConfigError,
    DatelineError,
    DocumentError,
    LedgerConflictError,
    LedgerError,
    NotFoundError,
)

ALL = [DatelineError, ConfigError, DocumentError, LedgerError, LedgerConflictError, NotFoundError]


@pytest.mark.parametrize("kind", ALL)
def test_errors_survive_pickling_with_their_facts(kind: type[DatelineError]) -> None:
    error = kind("no such place: Kutum", path="a/b.txt", line=3, tried=("Kutum", "Kutm"))
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert str(back) == "no such place: Kutum"
    assert back.facts == {"path": "a/b.txt", "line": 3, "tried": ("Kutum", "Kutm")}


@pytest.mark.parametrize("kind", ALL)
def test_one_clause_catches_them_all(kind: type[DatelineError]) -> None:
    with pytest.raises(DatelineError, match="stop") as caught:
        raise kind("stop")
    assert caught.value.facts == {}


def test_a_conflict_is_a_matter_of_the_ledger_and_a_missing_id_a_failed_look_up() -> None:
    assert issubclass(LedgerConflictError, LedgerError)
    assert issubclass(NotFoundError, LookupError)
    assert not issubclass(DocumentError, LedgerError)
    assert str(NotFoundError("no claim cl_1")) == "no claim cl_1"
