"""The exceptions of Dateline. One root; each carries its facts as a mapping and survives pickling.

DatelineError
├── ConfigError         a setting, a vocabulary file or a command line is wrong: nothing was done
├── DocumentError       one document cannot be read: it is set aside, the run goes on
├── LedgerError         the ledger cannot be opened, written or trusted
│   └── LedgerConflictError  the same id with other content
└── NotFoundError       an id, a name or a file that is not there
"""

from __future__ import annotations


class DatelineError(Exception):
    """Root of all errors. `facts` holds what a program may want to know beside the message."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), str(self), self.facts))


def _rebuild(cls: type[DatelineError], message: str, facts: dict[str, object]) -> DatelineError:
    return cls(message, **facts)


class ConfigError(DatelineError):
    """A setting, a vocabulary file or a command line is wrong; nothing was done."""


class DocumentError(DatelineError):
    """One document cannot be read. It is set aside with this reason and the run goes on."""


class LedgerError(DatelineError):
    """The ledger cannot be opened, written or trusted."""


class LedgerConflictError(LedgerError):
    """The same id came with other content."""


class NotFoundError(DatelineError, LookupError):
    """An id, a name or a file that is not there."""
