"""What deciders do, one person by a date."""

__all__ = [
    "custody",
    "decide",
    "going_out",
    "held",
    "inspecting",
    "joint",
    "officer",
    "product_page",
    "redo_basis",
    "redoing",
    "redoing_results",
    "releasing",
]
