"""The id of what a mail carried out, as a tag that comes back with notices about it."""

import base64


def tag_of(effect_id: str) -> str:
    """An effect's id in the letters that a mail's tag may hold."""
    return base64.urlsafe_b64encode(effect_id.encode()).decode().rstrip("=")


def effect_of(tag: str) -> str:
    """The id of the effect that a tag names; "" for one that is none of ours."""
    try:
        return base64.urlsafe_b64decode(tag + "=" * (-len(tag) % 4)).decode()
    except ValueError:
        return ""
