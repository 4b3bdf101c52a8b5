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


def picture_of(pdf: bytes, page: int = 0, scale: float = 2) -> Image.Image:
    """A page in greys, as it is seen."""
    rendered: Any = pypdfium2.PdfDocument(pdf)[page].render(scale=scale)
    picture: Image.Image = rendered.to_pil()
    return picture.convert("L")
