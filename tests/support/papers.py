"""Signed decisions, as deciders name them: number, day and signer."""

from datetime import datetime

from ocop.base.moment import local_date

SIGNER = "Trần Văn Mẫu"


def on_paper(number: str, now: datetime) -> dict[str, str]:
    """A decision of the day, in Vietnam, of an instant."""
    return {
        "decision_number": number,
        "decision_date": local_date(now).isoformat(),
        "signer": SIGNER,
    }
