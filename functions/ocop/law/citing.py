"""How an article is told to people: never without its law."""

from ocop.base.collation import folded

OF_THE_LAW = ("dieu ", "phu luc ")  # how an article begins that does not name its law, folded


def cited(decision: str, article: str) -> str:
    """An article with the decision that it stands in: Article 7.2, 26/2026/QĐ-TTg. What names its
    law itself stays as it is, and so does "", a setting.
    """
    return f"{article}, {decision}" if folded(article).startswith(OF_THE_LAW) else article
