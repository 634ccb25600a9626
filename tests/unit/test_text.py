"""Paragraphs, sentences, kinds and copies."""

from dateline.mentions import Document
from dateline.text.parse import parse
from dateline.text.segment import paragraph_spans

REPORT = (
    "Army enters Kutum after siege\n\n12/04/2024 09:10 by desk\n\n"
    "Nyala: Soldiers entered Kutum on Friday after rebels fled the town, a spokesman said.\n\n"
    "The loss of Kutum was the third in a row for the rebels in the west.\n\n"
    "Markets shut\n\n"
    "Residents said shops were closed. They have\n\nbeen waiting for aid since March.\n\n"
    "The loss of Kutum was the third in a row for the rebels in the west and left them one road out.\n\n- Wire"
)


def sentences() -> list[tuple[str, str]]:
    parsed = parse(Document(id="x", text=REPORT))
    return [(s.kind, REPORT[s.start : s.end]) for s in parsed.sentences]


def test_kinds_of_sentences() -> None:
    kinds = {text.split()[0]: kind for kind, text in sentences()}
    assert kinds["Army"] == "headline"
    assert kinds["12/04/2024"] == "byline"
    assert kinds["Nyala:"] == "body"
    assert kinds["Markets"] == "subhead"
    assert kinds["-"] == "credit"


def test_a_sentence_cut_by_a_paragraph_break_stays_one() -> None:
    assert any(text.startswith("They have\n\nbeen waiting") for _, text in sentences())


def test_a_truncated_copy_points_to_the_fuller_sentence() -> None:
    parsed = parse(Document(id="x", text=REPORT))
    copies = [s for s in parsed.sentences if s.duplicate_of is not None]
    assert len(copies) == 1
    fuller = parsed.sentences[copies[0].duplicate_of or 0]
    assert "one road out" in REPORT[fuller.start : fuller.end]


def test_wrapped_lines_make_one_paragraph() -> None:
    text = (
        "The committee met in the capital for a third day on Sunday and heard from\n"
        "commanders of both sides, who said that no truce had been agreed so far and\n"
        "that talks would go on.\n\nNothing else was said."
    )
    assert len(paragraph_spans(text)) == 2


def test_tokens_point_into_the_text() -> None:
    parsed = parse(Document(id="x", text=REPORT))
    assert all(REPORT[t.idx : t.idx + len(t)] == t.text for t in parsed.doc)


def test_a_text_of_one_giant_line_is_parsed_in_pieces_with_true_offsets() -> None:
    text = "Troops shelled the village on Monday. " * 4000
    parsed = parse(Document(id="x", text=text))
    assert parsed.doc.text == text
    assert len(parsed.sentences) >= 3990
