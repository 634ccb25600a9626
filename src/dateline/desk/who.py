"""Who asks: a name and what it may do. Set at the door for each request, read where something is shown or stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

from dateline.errors import DatelineError

Role = Literal["reader", "analyst", "editor"]
#: From the least to the most; each may do what those before it may.
ROLES: tuple[Role, ...] = get_args(Role)


class ForbiddenError(DatelineError):
    """The role of whoever asks does not allow it; nothing was done."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person at the desk. `account`: the number of the account, None at a desk without accounts.

    The empty name is nobody: somebody who has not signed in.
    """

    name: str
    role: Role
    account: int | None = None
    address: str = ""

    def may(self, role: Role) -> bool:
        """Whether this person has at least this role."""
        return bool(self.name) and ROLES.index(self.role) >= ROLES.index(role)

    @property
    def decides(self) -> bool:
        return self.may("analyst")

    @property
    def edits(self) -> bool:
        """Whether this person may release words, undo what others decided and see the audit page."""
        return self.may("editor")

    def undoes(self, by: str) -> bool:
        """Whether this person may take back what `by` decided."""
        return self.edits or (self.decides and by == self.name)

    def need(self, role: Role, what: str) -> None:
        """Raises ForbiddenError where the role is too small for `what`, words like 'releasing words'."""
        if not self.may(role):
            article = "an" if role[0] in "ae" else "a"
            raise ForbiddenError(f"{what} is for {article} {role}; you are {self.name or 'nobody'}, {self.role}")


#: Nobody: the least that there is.
NOBODY = Who("", "reader")
_WHO: ContextVar[Who] = ContextVar("who", default=NOBODY)


def who() -> Who:
    """Who asks now. Nobody where no request is answered."""
    return _WHO.get()


@contextmanager
def asked_by(person: Who) -> Iterator[None]:
    """Whatever is asked inside is asked by this person."""
    token = _WHO.set(person)
    try:
        yield
    finally:
        _WHO.reset(token)
