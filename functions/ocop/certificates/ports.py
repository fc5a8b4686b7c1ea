"""What certificates need from outside."""

from typing import Protocol

from ocop.cases.ports import CaseServices, CertificateStore


class CertificateServices(CaseServices, Protocol):
    """What use cases of certificates may use."""

    @property
    def store(self) -> CertificateStore:
        """The table."""
