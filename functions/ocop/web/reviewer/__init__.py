"""Pages and API behind the links of members, advisors and deciders."""

__all__ = ["devices"]
