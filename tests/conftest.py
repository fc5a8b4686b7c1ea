"""What end-to-end and browser tests share: one running stack for the whole session."""

from tests.support.stack import folder, post, runtime

__all__ = ["folder", "post", "runtime"]
