"""The words of a PDF page by page, in reading order. Runs in a process of its own (see `cell`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.errors import DocumentError

#: Pages of one file that are read.
PAGES = 5_000


def pages_of(path: Path) -> Iterator[dict[str, object]]:
    """First {"info": ...}, then for each page {"page": number from 1, "blocks": texts of its columns, "images": n}.

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
            blocks, images = _layout(page)
            yield {"page": number, "blocks": blocks, "images": images}


def _layout(page: Any) -> tuple[list[str], int]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTFigure, LTImage, LTTextBox
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=LAParams(boxes_flow=0.5, line_margin=0.45))
    PDFPageInterpreter(manager, device).process_page(page)
    layout = device.get_result()
    images = sum(isinstance(e, LTImage | LTFigure) for e in layout)
    return [e.get_text() for e in layout if isinstance(e, LTTextBox)], images


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
