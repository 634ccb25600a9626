"""The words of a PDF page by page, in reading order. Runs in a process of its own (see `cell`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.errors import DocumentError
from dateline.read.pdf_order import Box, Line, ordered

#: Pages of one file that are read.
PAGES = 5_000
#: The part of a page's height that is its edge; how much larger a heading is than the text; its most characters.
_EDGE, _LARGER, _HEADING = 0.08, 1.2, 200


def pages_of(path: Path) -> Iterator[dict[str, object]]:
    """First {"info": ...}, then for each page {"page": number from 1, "blocks": its texts in order, "images": n, ...}.

    `edges`: which of the blocks stand at the upper or lower edge; `heading`: what is set in larger letters.

    Raises DocumentError for one that is encrypted or broken.
    """
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser, PDFSyntaxError

    with path.open("rb") as stream:
        try:
            document = PDFDocument(PDFParser(stream))
        except PDFPasswordIncorrect as err:
            raise DocumentError("encrypted: it needs a password") from err
        except PDFEncryptionError as err:
            raise DocumentError(f"encrypted in a way that cannot be read: {err}") from err
        except (PDFSyntaxError, AttributeError) as err:
            raise DocumentError(f"not a PDF, or broken: {err}") from err
        yield {"info": _info(document)}
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number > PAGES:
                raise DocumentError(f"more than {PAGES:,} pages")
            yield {"page": number, **_layout(page)}


def _layout(page: Any) -> dict[str, object]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTFigure, LTImage, LTTextBox
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=LAParams(boxes_flow=0.5, line_margin=0.45))
    PDFPageInterpreter(manager, device).process_page(page)
    layout = device.get_result()
    images = sum(isinstance(e, LTImage | LTFigure) for e in layout)
    texts = [e for e in layout if isinstance(e, LTTextBox)]
    boxes = ordered([box for e in texts if (box := _box(e)).lines], layout.width)
    low, high = layout.y0 + _EDGE * layout.height, layout.y1 - _EDGE * layout.height
    edges = [i for i, b in enumerate(boxes) if b.top < low or min(line.y0 for line in b.lines) > high]
    return {"blocks": [b.text for b in boxes], "edges": edges, "images": images, "heading": _heading(texts)}


def _box(element: Any) -> Box:
    from pdfminer.layout import LTTextLine

    lines = (e for e in element if isinstance(e, LTTextLine) and e.get_text().strip())
    return Box(tuple(Line(*e.bbox, e.get_text()) for e in lines))


def _heading(texts: list[Any]) -> str | None:
    """The words in the largest letters, where these are larger than those of most of the page."""
    sizes: Counter[float] = Counter()
    sized: list[tuple[float, str]] = []
    for element in texts:
        text = " ".join(element.get_text().split())
        size = round(next((c.size for line in element for c in line if hasattr(c, "size")), 0.0), 1)
        sizes[size] += len(text)
        sized.append((size, text))
    if not sizes:
        return None
    largest = max(size for size, text in sized if text) if any(text for _, text in sized) else 0.0
    words = " ".join(text for size, text in sized if size == largest)
    return words if largest >= _LARGER * sizes.most_common(1)[0][0] and len(words) <= _HEADING else None


def _info(document: Any) -> dict[str, str]:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found: dict[str, str] = {}
    for info in document.info[:1]:
        for key in ("Title", "Author", "CreationDate"):
            value = resolve1(info.get(key))
            if isinstance(value, bytes) and value.strip():
                found[key] = decode_text(value)[:500]
    return found
