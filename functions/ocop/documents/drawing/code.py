"""The square code that a telephone reads, as rows of dark and light."""

import segno


def drawn_code(address: str) -> list[str]:
    """A code that leads to an address: for each row a text of "1" (dark) and "0" (light)."""
    rows = segno.make(address, error="m").matrix_iter(border=0)
    return ["".join("1" if dark else "0" for dark in row) for row in rows]
