"""Papers in administrative layout: one layout as data, made as DOCX, PDF or XLSX.

`drawing` loads heavy libraries and is for the function `papers` alone.
"""

__all__ = ["layout", "making", "wording"]
