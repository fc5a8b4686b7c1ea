"""Papers drawn as DOCX, PDF and XLSX, by libraries that the function `papers` alone has."""

__all__ = ["code", "docx", "pdf", "xlsx"]
