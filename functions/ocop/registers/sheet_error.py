"""What is wrong with a cell of a sheet."""

from ocop.base.structs import struct


@struct(frozen=True)
class SheetError:
    """What is wrong with a cell: its line as a spreadsheet counts, its column ("" for the line or
    sheet), a code, a sentence, and what stands there. `names_field`: the sentence says which.
    """

    line: int
    column: str
    code: str
    detail: str
    value: str = ""
    names_field: bool = False
