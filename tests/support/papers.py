"""Signed decisions and proposals, as offices name them: number, day and signer."""

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


def proposal(form: str, outcome: str, now: datetime) -> dict[str, str]:
    """A commune's proposal of that day, where a form and its outcome ask for one."""
    if (form, outcome) != ("commune-report", "propose"):
        return {}
    day = local_date(now).isoformat()
    return {"document_number": "05/TTr-UBND", "document_date": day, "signer": SIGNER}
