"""What the processes of a pool do in tests: quick work that fails, dies or takes long where its words say so."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from dateline.errors import ConfigError, DocumentError
from dateline.issues import Issue
from dateline.mentions import Document, Publication
from dateline.model import Claim
from dateline.read import Item


@dataclass(frozen=True)
class Read:
    publication: Publication
    claims: tuple[Claim, ...] = ()
    language: str | None = "en"
    issues: tuple[Issue, ...] = ()
    set_aside: str | None = None


def echo(given: str) -> Callable[[object], object]:
    """Answers `given` and the job, and does what the job says."""

    def answer(job: object) -> object:
        if job == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "pid":
            return os.getpid()
        if job == "print":
            os.write(1, b"a library prints what nobody asked for\n")
        if job == "sleep":
            time.sleep(60)
        return given, job

    return answer


def broken(_given: object) -> Callable[[object], object]:
    raise ConfigError("the books cannot be opened", path="books")


def dying(_given: object) -> Callable[[object], object]:
    os._exit(7)


def annotator(_given: object) -> Callable[[Item], str]:
    def line(item: Item) -> str:
        if "DIE" in item.document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return json.dumps({"id": item.document.id, "length": len(item.document.text)})

    return line


def read(document: Document) -> Read:
    """Dated by its number of day and month, in its publisher's order."""
    if "UNREADABLE" in document.text:
        raise DocumentError("no words to be read")
    # Slow to import, and not needed by all of this.
    from dateline.resolve.publication import publication_of
    from dateline.run.profiles import order_of
    from dateline.text.parse import parse

    short = Document(id=document.id, text="Shelling.", source=document.source, extra=document.extra)
    return Read(publication_of(parse(short), order=order_of(document)))


def reader(_given: object) -> Callable[[Document], Read | str]:
    def work(document: Document) -> Read | str:
        if "DIE" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return read(document)
        except DocumentError as err:
            return str(err)

    return work
