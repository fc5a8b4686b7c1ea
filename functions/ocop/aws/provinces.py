"""Provinces and the accounts of their officers: few rows that change a few times a year."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table
from ocop.aws.answers import failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.table import Row, Versioned, versioned
from ocop.aws.wire import connection
from ocop.base.errors import StaleVersion, Unreadable
from ocop.cases.records import ProvinceVersion, Wake
from ocop.links.failures import failure_facts
from ocop.people.account import Account
from ocop.people.province import Province, parse_province

logger = Logger()
PROVINCES_KEPT_SECONDS = 60


class TableProvinces:
    """The part of `ocop.cases.ports.Store` that knows provinces and accounts.

    Provinces are kept for a minute: every request asks for one.
    """

    def __init__(self) -> None:
        self._parsed: dict[str, tuple[Any, Province]] = {}
        self._provinces: list[Province] = []
        self._provinces_until = 0.0

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        """The provinces this stack serves, as read within the last minute; `fresh`: as of now."""
        if fresh or not self._provinces or time.monotonic() > self._provinces_until:
            found = (self._province(row) for row in rows.query(table.PROVINCES, ""))
            self._provinces = [province for province in found if province]
            self._provinces_until = time.monotonic() + PROVINCES_KEPT_SECONDS
        return self._provinces

    def _province(self, row: Row) -> Province | None:
        """Reading is cheap, parsing less so: only a document that has changed is parsed. One that
        cannot be read is told of in the log, and keeps no other province from its work.
        """
        try:
            document = rows.body_of(row)
            if self._parsed.get(row.sk, (None,))[0] != document:
                self._parsed[row.sk] = (document, parse_province(document))
        except (Unreadable, AttributeError, KeyError, TypeError, ValueError) as problem:
            logger.error(
                "province_unreadable", extra={**failure_facts(problem), "province": row.sk}
            )
            return None
        return self._parsed[row.sk][1]

    def save_province(self, document: Mapping[str, Any], version: ProvinceVersion) -> None:
        """Store a document as the version in force, and for good as that version.

        Raises StaleVersion unless `version.number` follows the stored one.
        """
        code, number = version.province, version.number
        kept = {"document": document, "by": version.by, "at": version.at.isoformat()}
        kept["sha256"] = version.sha256
        copy = Row(f"{table.PROVINCE}#{code}", f"V#{number:06d}", body=kept)

        def both() -> None:
            with TransactWrite(connection=connection()) as write:
                write.save(versioned(table.PROVINCES, code, number - 1, document))
                write.save(copy, condition=Row.pk.does_not_exist())

        if failed_conditions(both):
            raise StaleVersion
        self._provinces = []

    def province_version(self, code: str) -> int:
        """The number of the version in force; 0 for a document without, or for none."""
        row = rows.find_as(Versioned, table.PROVINCES, code)
        return int(row.version or 0) if row else 0

    def province_versions(self, code: str) -> list[ProvinceVersion]:
        """All versions of a province's document, newest first."""
        found = rows.query(f"{table.PROVINCE}#{code}", "V#")
        return [_version(code, row) for row in reversed(found)]

    def province_document(self, code: str, number: int = 0) -> Mapping[str, Any]:
        """The document in force, or that of one version; raises NotFound."""
        if number:
            row = rows.get(f"{table.PROVINCE}#{code}", f"V#{number:06d}")
            document: Mapping[str, Any] = rows.body_of(row)["document"]
            return document
        whole: Mapping[str, Any] = rows.body_of(rows.get(table.PROVINCES, code))
        return whole

    def account(self, id: str) -> Account:
        """An account by its id; raises NotFound."""
        return rows.read(Account, rows.get(table.ACCOUNTS, id))

    def accounts(self, province: str) -> list[Account]:
        """All accounts bound to people of a province."""
        found = rows.readable(Account, rows.query(table.ACCOUNTS, ""))
        return [one for one in found if one.province == province]

    def save_account(self, account: Account, wake: Wake | None = None) -> Account:
        """Store an account as its next version, with what it wakes, all or nothing; raises
        StaleVersion.
        """
        stored = replace(account, version=account.version + 1)
        row = versioned(table.ACCOUNTS, stored.id, account.version, rows.full(stored))

        def both() -> None:
            with TransactWrite(connection=connection()) as write:
                write.save(row)
                if wake:
                    write.save(waiting_row(wake.id, wake.effects, wake.at))

        if failed_conditions(both) if wake else not rows.put_if(row):
            raise StaleVersion
        return stored


def _version(code: str, row: Row) -> ProvinceVersion:
    kept = rows.body_of(row)
    at = datetime.fromisoformat(kept["at"])
    return ProvinceVersion(code, int(row.sk[2:]), kept["by"], at, kept["sha256"])
