"""Small files of each kind, made on the spot."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage

STORY = (
    "Shelling of the market of Kherson killed two people on Tuesday, the governor said. Three others were wounded "
    "and taken to hospital. The army blamed the other side for the attack, which was the third of the week."
)
MORE = "Residents said that the power was cut in most of the town. Aid agencies asked for a pause in the fighting."


def page(title: str = "Two killed in Kherson", head: str = "", body: str = "", foot: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/war'>War</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{body}<p>{STORY}</p><p>{MORE}</p></article>"
        f"<footer>{foot}Copyright, all rights reserved</footer></body></html>"
    ).encode()


def pdf(pages: list[list[str]], password: str | None = None, picture: bool = False, columns: bool = False) -> bytes:
    """Each page a list of lines; with `columns` the second half of a page's lines stands to the right of the first."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password, invariant=1)
    for lines in pages:
        half = (len(lines) + 1) // 2 if columns else len(lines)
        for i, line in enumerate(lines):
            x, row = (60, i) if i < half else (320, i - half)
            canvas.drawString(x, 780 - 14 * row, line)
        if picture:
            from PIL import Image
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(Image.new("L", (200, 200), 128)), 60, 300, 400, 400)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    import docx as library

    document = library.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Killed", "2"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(*rows: list[object]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(rows: list[dict[str, object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def mail(body: str = STORY, subject: str = "Update", html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Press Office <press@example.org>"
    message["Subject"] = subject
    message["Date"] = "Tue, 12 Mar 2024 23:30:00 +0300"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zeros(size: int) -> bytes:
    """So many zero bytes, gzipped."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as stream:
        for _ in range(size >> 20):
            stream.write(bytes(1 << 20))
    return out.getvalue()


def warc(url: str, body: bytes, kind: str = "text/html") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-13T05:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:6f8a1f0e-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
