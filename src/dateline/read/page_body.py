"""A page made ready for the finding of its article: without adverts and lists of links, its broken lines made whole."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice

from lxml.html import HtmlElement

from dateline.read.front import front_of
from dateline.read.page_dates import PageDate
from dateline.read.page_stamps import is_known_stamp
from dateline.read.page_words import page_words

_PARTS = re.compile(r"[\s_-]+")
_KEEP_LINES = frozenset({"pre", "textarea", "script", "style", "xmp", "listing"})
_BLOCKS = frozenset({"p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "center"})
#: No box is left out that holds more than this part of the page's words; a pointer has at most so many characters.
_MOST, _POINTER = 0.4, 400
#: The longest cell of a table of facts, in characters.
_CELL = 300
_BYLINE = re.compile(r"by\s+[^.!?]{2,60}$", re.IGNORECASE)
#: A last line that is a notice of copyright or an address.
_FOOT = re.compile(r"(?:©|\(c\)|copyright\b)[^.!?]{0,80}\.?|(?:[^\W\d_]+:?\s+){0,3}https?://\S+", re.IGNORECASE)
#: So many lines at the head may be a headline, a byline, a stamp; none has more characters.
_FRONT, _LINE = 5, 160


def prepared(tree: HtmlElement) -> HtmlElement:
    """A copy of the tree. What is left out is named in `pages.yaml`; tables that only place things become boxes."""
    own = deepcopy(tree)
    for element in [e for e in own.iter("script", "style", "template", "nav") if _is_empty(e)]:
        if element.getparent() is not None:
            element.drop_tree()
    for part in _layout(own):
        part.tag = "div"
    _drop_apart(own)
    _drop_lists_of_others(own)
    for element in own.iter("*"):
        if element.text and "\n" in element.text and element.tag not in _KEEP_LINES:
            element.text = _one_line(element.text)
        parent = element.getparent()
        if element.tail and "\n" in element.tail and (parent is None or parent.tag not in _KEEP_LINES):
            element.tail = _one_line(element.tail)
    return own


def _is_empty(element: HtmlElement) -> bool:
    """Whether an element has nothing that is read: no linked data, no paragraph, no heading of the page."""
    if element.tag == "nav":
        return element.find(".//p") is None and element.find(".//h1") is None
    return "ld+json" not in (element.get("type") or "").lower()


def _one_line(words: str) -> str:
    """Line ends as blanks; a blank at either end is kept, for words may go on there."""
    return " ".join(f"x{words}x".split())[1:-1]


def _drop_apart(tree: HtmlElement) -> None:
    """Leaves out boxes that are no part of the article, outermost first, where they are a small part of the page."""
    every = list(tree.iter("*"))
    sizes: dict[HtmlElement, int] = {}
    for element in reversed(every):
        inside = sum(sizes[child] + len(child.tail or "") for child in element.iterchildren("*"))
        sizes[element] = inside + len(element.text or "")
    holding = {e for heading in tree.iter("h1", "main") for e in (heading, *heading.iterancestors())}
    whole, gone = sizes[tree], set[HtmlElement]()
    for element in every:
        if element in gone or element is tree or element in holding or sizes[element] > _MOST * whole:
            continue
        if _is_apart(element, sizes[element]):
            gone.update(element.iter("*"))
            element.drop_tree()


def _is_apart(element: HtmlElement, size: int) -> bool:
    words = page_words()
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag in words.apart_tags:
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if marks.strip() and not words.apart.isdisjoint(_PARTS.split(marks)):
        return True
    small = 0 < size <= _POINTER and element.tag in ("div", "p", "section", "aside", "center", "ul")
    return small and (_is_pointer(element) or _is_menu(element))


def _is_menu(element: HtmlElement) -> bool:
    """Several links with nothing but marks between them."""
    if element.tag == "ul" or len(element.findall(".//a")) < 2:
        return False
    return not re.search(r"\w", "".join(element.xpath(".//text()[not(ancestor::a)]")))


def _is_pointer(element: HtmlElement) -> bool:
    """'READ MORE: ...' and what it leads to: most of its words are links."""
    words = " ".join(element.text_content().split())
    if not words.lower().startswith(page_words().pointers):
        return False
    linked = sum(len(" ".join(a.text_content().split())) for a in element.iter("a"))
    return linked > 0 and 2 * linked >= len(words) - 24


def _drop_lists_of_others(tree: HtmlElement) -> None:
    for heading in list(tree.iter("h2", "h3", "h4")):
        words = " ".join(heading.text_content().split()).lower().strip(" :[]")
        following = heading.getnext()
        if words in page_words().lists_of_others and following is not None and following.tag in ("ul", "ol"):
            following.drop_tree()
            heading.drop_tree()


def _layout(tree: HtmlElement) -> list[HtmlElement]:
    """The tables that only place things on the page, with their rows and cells: the cells hold paragraphs or tables."""
    parts: dict[HtmlElement, list[HtmlElement]] = {}
    for element in tree.iter("table", "tbody", "tr", "td", "th", "caption"):
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table is not None:
            parts.setdefault(table, []).append(element)
    return [e for own in parts.values() if _only_places(own) for e in own]


def _only_places(parts: list[HtmlElement]) -> bool:
    if any(e.tag in ("th", "caption") for e in parts):
        return False
    for cell in (e for e in parts if e.tag == "td"):
        if any(child.tag in _BLOCKS for child in cell) or sum(len(t) for t in islice(cell.itertext(), 40)) > _CELL:
            return True
    return False


def without_frame(text: str, title: str | None, found: PageDate) -> tuple[str, str | None]:
    """The text without the headline, bylines and stamps around it, and the byline.

    A stamp is left where the page's day is not known otherwise: it may still be read there.
    """
    lines = text.split("\n\n")
    byline: str | None = None
    at = 0
    for _ in range(_FRONT):
        if len(lines) < 2 or at >= len(lines) or len(lines[at]) > _LINE:
            break
        line = lines[at].strip("*_# ")
        if _BYLINE.fullmatch(line):
            byline = byline or line
        elif not (_same(line, title) or is_known_stamp(line, found.day, found.raw)):
            at += 1
            continue
        del lines[at]
    while len(lines) > 1 and _FOOT.fullmatch(lines[-1]) and front_of(lines[-1]).agency is None:
        del lines[-1]
    return "\n\n".join(lines), byline


def _same(line: str, title: str | None) -> bool:
    return title is not None and " ".join(line.split()).casefold() == " ".join(title.split()).casefold()
