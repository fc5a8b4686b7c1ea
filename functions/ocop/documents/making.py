"""A paper in the format that was asked for, a picture in the size of a page."""

from datetime import datetime

from ocop.documents.layout import Format
from ocop.documents.parts import Paper

MEDIA: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def make_paper(paper: Paper, format: Format, at: datetime) -> bytes:
    """The bytes of a paper, the same for the same paper and instant."""
    if format == "pdf":
        from ocop.documents.drawing.pdf import make_pdf

        return make_pdf(paper)
    if format == "xlsx":
        from ocop.documents.drawing.xlsx import make_xlsx

        return make_xlsx(paper, at)
    from ocop.documents.drawing.docx import make_docx

    return make_docx(paper, at)


def code_of(address: str) -> tuple[str, ...]:
    """The square code that leads to an address: for each row a text of "1" (dark) and "0"."""
    from ocop.documents.drawing.code import drawn_code

    return tuple(drawn_code(address))


def make_pictures(content: bytes, longest: tuple[int, ...]) -> list[bytes]:
    """A picture as pages show it, once for each longest side in pixels; [] for what is none."""
    from ocop.documents.drawing.pictures import small_pictures

    return small_pictures(content, longest)
