"""The collector of cycles is put off, and on again as it was."""

from __future__ import annotations

import gc

import pytest

from dateline.run.collecting import no_collecting


def test_it_is_on_again_after_a_failure() -> None:
    def fails() -> None:
        with no_collecting():
            assert not gc.isenabled()
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fails()
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with no_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
