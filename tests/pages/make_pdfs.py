"""Writes the PDF files of this corpus anew: `python tests/pages/make_pdfs.py`. Its output is committed.

The words are invented, as everywhere in this folder. Layouts are drawn, not flowed, so that line ends stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FILES = Path(__file__).with_name("files")
FONT, BOLD, SIZE, LEADING = "Times-Roman", "Times-Bold", 10, 12.5
WIDTH, HEIGHT = A4

BULLETIN_LEFT = [
    "#Fighting empties villages of Rutshuru",
    "Some 28,000 people fled the groupement of Bambu in March after heavy fighting between the Congolese armed forces "
    "and the March 23 Movement. Local authorities counted 63 civilian deaths, among them 17 children.",
    "Most of the displaced have found shelter with host communities in Kanyabayonga and Kirumba. Humanitarian "
    "organizations could reach only a third of them because bridges had been destroyed.",
    "A rocket that struck the displacement site of Zaina on 12 March killed nine people. Responsibility for it has not "
    "been established.",
]
BULLETIN_RIGHT = [
    "#Cholera: more cases in Nyiragongo",
    "Health partners registered 1,740 suspected cases in the sites around Goma, an increase of forty per cent over "
    "February. Chlorination has been extended to twenty-two water points.",
    "Vaccination begins on 15 April. The provincial health division has asked for additional refrigerators.",
]
BULLETIN_LAST_LEFT = [
    "#Access",
    "Thirty-one security incidents involving aid workers were reported in North Kivu. Two drivers of a "
    "non-governmental organization were abducted near Kiwanja and released after four days.",
]
BULLETIN_LAST_RIGHT = [
    "#Funding",
    "The response plan asks for 2.6 billion dollars. At the end of March it was funded to sixteen per cent.",
]
STATEMENT = [
    "The armed forces repelled an attack by terrorists on the garrison of Kyaukme in northern Shan State in the early "
    "hours of Tuesday, and inflicted heavy losses on the attackers.",
    "Eleven bodies of the enemy and nine rifles were found on the field. Three soldiers gave their lives for the "
    "country.",
    "The garrison of Kyaukme stands firm. Reports of its fall, which are being spread by certain media, have no basis "
    "whatsoever.",
]
TABLE_BEFORE = [
    "The number of displaced people in the Lake Chad basin of Nigeria rose by 14,200 in the second quarter of 2023. "
    "Attacks by both factions of Boko Haram were the main reason given."
]
TABLE_ROWS = [
    ("District", "Households", "Persons"),
    ("Monguno", "1,105", "6,030"),
    ("Kukawa", "890", "4,915"),
    ("Damboa", "604", "3,255"),
]
TABLE_AFTER = [
    "Figures are estimates of community leaders, checked by enumerators where the roads allowed it. Damboa could be "
    "reached on two days only."
]
BRIEF = [
    "At least 46 people were executed in the town of Barsalogho and its surroundings between January and March 2024, "
    "according to interviews with 29 witnesses.",
    "In the gravest incident, on 25 February, soldiers shot 19 men who had been called to the mosque of a village east "
    "of the town. The authorities opened an inquiry on 3 March and have published nothing since.",
    "We wrote to the ministry of justice on 2 April and received no reply.",
]


def hyphenated(text: str, width: float, *, hyphens: bool) -> Iterator[str]:
    """The lines of a paragraph; with `hyphens` long words are broken at a line's end after a vowel."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, FONT, SIZE) <= width:
            line = longer
            continue
        cut = next((i for i in range(len(word) - 3, 3, -1) if hyphens and _may_break(line, word, i, width)), 0)
        yield f"{line} {word[:cut]}-" if cut else line
        line = word[cut:]
    yield line


def _may_break(line: str, word: str, at: int, width: float) -> bool:
    plain = word.isalpha() and word.islower() and word[at - 1] in "aeiou" and word[at] not in "aeiou"
    return plain and stringWidth(f"{line} {word[:at]}-", FONT, SIZE) <= width


def column(canvas: Canvas, blocks: Iterable[str], x: float, y: float, width: float, *, hyphens: bool = False) -> float:
    """Draws paragraphs, those with `#` before them as headings; gives the height below them."""
    for block in blocks:
        heading = block.startswith("#")
        canvas.setFont(BOLD if heading else FONT, SIZE)
        for line in hyphenated(block.lstrip("#"), width, hyphens=hyphens and not heading):
            canvas.drawString(x, y, line)
            y -= LEADING
        y -= 7
    return y


def start(name: str, title: str | None) -> Canvas:
    canvas = Canvas(str(FILES / name), pagesize=A4, invariant=1)
    if title:
        canvas.setTitle(title)
    return canvas


def bulletin() -> None:
    canvas = start("un-bulletin-columns.pdf", None)
    bodies = [(BULLETIN_LEFT, BULLETIN_RIGHT), (BULLETIN_LAST_LEFT, BULLETIN_LAST_RIGHT)]
    for number, (left, right) in enumerate(bodies, 1):
        canvas.setFont(FONT, 8)
        canvas.drawString(50, HEIGHT - 32, "Humanitarian Bulletin | Democratic Republic of the Congo | No. 14")
        canvas.drawCentredString(WIDTH / 2, 28, f"Page {number} of 2")
        top = HEIGHT - 70
        if number == 1:
            canvas.setFont(BOLD, 18)
            canvas.drawString(50, HEIGHT - 75, "Eastern Congo: March in brief")
            canvas.setFont(FONT, SIZE)
            canvas.drawString(50, HEIGHT - 95, "Issued on 4 April 2024")
            top = HEIGHT - 125
        column(canvas, left, 50, top, 235, hyphens=True)
        column(canvas, right, 312, top, 235, hyphens=True)
        canvas.showPage()
    canvas.save()


def statement() -> None:
    canvas = start("army-statement.pdf", "Statement on the situation in Kyaukme")
    canvas.setFont(BOLD, 13)
    canvas.drawString(70, HEIGHT - 80, "Statement on the situation in Kyaukme")
    canvas.setFont(FONT, SIZE)
    canvas.drawString(70, HEIGHT - 100, "Naypyidaw, 14 August 2024")
    column(canvas, STATEMENT, 70, HEIGHT - 135, 450)
    canvas.showPage()
    canvas.save()


def table() -> None:
    canvas = start("displacement-table.pdf", "Displacement update, Borno State")
    canvas.setFont(BOLD, 13)
    canvas.drawString(70, HEIGHT - 80, "Displacement update, Borno State")
    y = column(canvas, ["Published: 11 July 2023", *TABLE_BEFORE], 70, HEIGHT - 105, 450)
    for row in TABLE_ROWS:
        for cell, x in zip(row, (75, 230, 370), strict=True):
            canvas.rect(x - 5, y - 5, 150, 18)
            canvas.drawString(x, y, cell)
        y -= 18
    column(canvas, TABLE_AFTER, 70, y - 20, 450)
    canvas.showPage()
    canvas.save()


def brief() -> None:
    canvas = start("rights-brief-footnotes.pdf", "Microsoft Word - brief_draft7_FINAL.docx")
    canvas.setFont(BOLD, 15)
    canvas.drawString(70, HEIGHT - 80, "Executions around Barsalogho")
    canvas.setFont(FONT, SIZE)
    column(canvas, BRIEF[:2], 70, HEIGHT - 110, 450, hyphens=True)
    canvas.drawCentredString(WIDTH / 2, 30, "1")
    canvas.showPage()
    column(canvas, BRIEF[2:], 70, HEIGHT - 80, 450, hyphens=True)
    canvas.drawCentredString(WIDTH / 2, 30, "2")
    canvas.showPage()
    canvas.save()


def scan() -> None:
    from PIL import Image

    canvas = start("scan-decree.pdf", "Scan0042")
    grey = Image.new("L", (240, 340), 235)
    for y in range(30, 300, 14):
        grey.paste(90, (30, y, 210, y + 4))
    canvas.drawImage(ImageReader(grey), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    for make in (bulletin, statement, table, brief, scan):
        make()
