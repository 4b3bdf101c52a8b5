"""What stands in a PDF, read as any reader of PDFs does, and how its pages look."""

from typing import Any

import pypdfium2
from PIL import Image


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, lines joined by one space."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text_of(pdf: bytes) -> str:
    """All its text."""
    return " ".join(pages_of(pdf))


def line_with(pdf: bytes, wanted: str, page: int = 0) -> str:
    """The characters of the line of `wanted`, which stands in one line alone, from left to right as they are seen."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    seen = [(text.get_text_range(at, 1), text.get_charbox(at, loose=True)) for at in range(text.count_chars())]
    whole = "".join(character for character, _ in seen)
    base = seen[whole.index(wanted)][1]
    middle = (base[1] + base[3]) / 2
    line = [(box[0], character) for character, box in seen if box[1] < middle < box[3] and box[2] > box[0]]
    return "".join(character for _, character in sorted(line))


def picture_of(pdf: bytes, page: int = 0, scale: float = 2) -> Image.Image:
    """A page in greys, as it is seen."""
    rendered: Any = pypdfium2.PdfDocument(pdf)[page].render(scale=scale)
    picture: Image.Image = rendered.to_pil()
    return picture.convert("L")
