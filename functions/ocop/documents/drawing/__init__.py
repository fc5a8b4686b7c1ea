"""Papers drawn as DOCX, PDF and XLSX, and pictures made small, by what `papers` alone has."""

__all__ = ["code", "docx", "pdf", "pictures", "xlsx"]
