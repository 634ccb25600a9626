"""Bytes -> text. UTF-8 or what a byte order mark says; anything else is an assumption, and said to be one."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from dateline.errors import DocumentError
from dateline.issues import Issue

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Letters of other alphabets come in words: where so few bytes above ASCII stand side by side, the text is Western.
_TOGETHER = 0.25
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_SAMPLE = 65_536
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,80}encoding=["']([\w-]+)""", re.I
)


def decode(content: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The text without its byte order mark, and an issue where the encoding had to be assumed.

    Raises DocumentError for what is not text (NUL bytes).
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked is None and b"\0" in content:
        raise DocumentError("binary, not text")
    try:
        text = content.decode(marked or "utf-8")
        issues: tuple[Issue, ...] = ()
    except UnicodeDecodeError:
        encoding = assume_encoding(content)
        text = content.decode(encoding, errors="replace")
        issues = (assumed(encoding),)
    if "\0" in text:
        raise DocumentError("binary, not text")
    return text, issues


def decode_page(content: bytes, charset: str | None = None) -> tuple[str, tuple[Issue, ...]]:
    """The markup of a page: UTF-8 where it is valid, else as the page or the server (`charset`) says, else assumed.

    A wrong declaration harms nothing: it is used only where the bytes fit it. Never fails.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    declared = _DECLARED.search(content[:4096])
    for name in (marked, "utf-8", _first(declared), charset):
        if name and _decodes(content, name):
            return content.decode(name).replace("\0", ""), ()
    encoding = assume_encoding(content)
    return content.decode(encoding, errors="replace").replace("\0", ""), (assumed(encoding),)


def _first(match: re.Match[bytes] | None) -> str | None:
    return next((g.decode("ascii", "replace") for g in match.groups() if g), None) if match else None


def assume_encoding(content: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8."""
    odd = _odd_lines(content)
    high = sum(b >= 0x80 for b in odd)
    if sum(len(run) for run in _RUNS.findall(odd)) <= _TOGETHER * high:
        return "cp1252" if _decodes(content, "cp1252") else "latin-1"
    best = from_bytes(odd).best()
    found = best.encoding if best is not None else "latin-1"
    return found if _decodes(content, found) else "latin-1"


def assumed(encoding: str) -> Issue:
    """The issue that an encoding was assumed."""
    return Issue(
        level="warning",
        code="read.encoding_assumed",
        message=f"not UTF-8; read as {encoding}",
        facts={"encoding": encoding},
    )


def _odd_lines(content: bytes) -> bytes:
    """A sample of the lines that hold other than ASCII: the rest tells nothing."""
    sample = bytearray()
    for line in io.BytesIO(content):
        if not line.isascii():
            sample += line[:_SAMPLE]
        if len(sample) >= _SAMPLE:
            break
    return bytes(sample)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return False
    return True


def lines(path: Path, limit: int) -> Iterator[bytes]:
    """Lines of a file as bytes; of a longer line only its first `limit` bytes and no more are held."""
    with path.open("rb") as stream:
        yield from bounded_lines(stream, limit)


def bounded_lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines of a stream, the rest of one longer than `limit` bytes skipped: it comes without its line end."""
    while line := stream.readline(limit):
        yield line
        while line and not line.endswith(b"\n") and len(line) == limit:
            line = stream.readline(limit)
