"""A reader in place of the pipeline: one claim, the first sentence. As a script: `quick_reader.py SECONDS VERB ...`."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, ClassVar

from dateline.errors import DocumentError
from dateline.ids import claim_id, text_sha256
from dateline.mentions import Document, Publication
from dateline.model import Attribution, Claim


@dataclass(frozen=True)
class Reading:
    claims: tuple[Claim, ...]
    publication: Publication
    issues: tuple[()] = ()
    language: str = "en"
    set_aside: str | None = None
    annotated: dict[str, Any] = field(default_factory=dict)
    main: str | None = None


class Resources:
    version = "books/1"
    parts: ClassVar[dict[str, str]] = {"actors": "1", "rules": "1"}


def read_document(document: Document) -> Reading:
    if "UNREADABLE" in document.text:
        raise DocumentError("the parser gave up")
    if "FAULT" in document.text:
        raise ZeroDivisionError("a fault of the reader")
    end = document.text.find(".") + 1 or len(document.text)
    claim = Claim(
        id=claim_id(document.id, text_sha256(document.text), "event", 0, end),
        document=document.id,
        start=0,
        end=end,
        text=document.text[:end] if "INVENT" not in document.text else "x" * end,
        type="event",
        event_type="armed_clash",
        attribution=Attribution(kind="narration"),
        extractor="rules/1",
    )
    day = document.published
    publication = Publication(day=day, why="given with the record" if day else "no date in the text")
    return Reading((claim,), publication, annotated={"id": document.id})


def pipeline(sleep: float) -> ModuleType:
    """A module in place of dateline.run.pipeline that takes so many seconds a document."""

    def read(document: Document, _resources: Resources) -> Reading:
        time.sleep(sleep)
        return read_document(document)

    module = ModuleType("dateline.run.pipeline")
    module.__dict__.update(read_document=read, load_resources=lambda *_: Resources())
    return module


if __name__ == "__main__":
    sys.modules["dateline.run.pipeline"] = pipeline(float(sys.argv.pop(1)))
    # Other processes would read with the real pipeline.
    os.environ["DATELINE_WORKERS"] = "1"

    from dateline.cli import main

    main()
