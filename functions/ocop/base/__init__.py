"""Values that everything shares: text, days, points, hashing, errors."""

__all__ = [
    "address",
    "calendar",
    "codec",
    "collation",
    "days",
    "errors",
    "face",
    "figures",
    "filetype",
    "hashing",
    "moment",
    "phone",
    "pointers",
    "points",
    "roles",
    "rounds",
    "structs",
    "tags",
    "text",
    "visible",
]
