"""Provinces and the accounts of their officers: few rows that change a few times a year."""

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table
from ocop.aws.commits import committed, connection
from ocop.aws.table import Row
from ocop.base.errors import StaleVersion, Unreadable
from ocop.cases.records import ProvinceVersion
from ocop.people.account import Account
from ocop.people.province import Province, parse_province

logger = logging.getLogger(__name__)
KEEP_SECONDS = 60


class TableProvinces:
    """The part of `ocop.cases.ports.Store` that knows provinces and accounts.

    Provinces are kept for a minute: every request asks for one.
    """

    def __init__(self) -> None:
        self._parsed: dict[str, tuple[bytes, Province]] = {}
        self._provinces: list[Province] = []
        self._provinces_until = 0.0

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        """The provinces this stack serves, as read within the last minute; `fresh`: as of now."""
        if fresh or not self._provinces or time.monotonic() > self._provinces_until:
            found = (self._province(row) for row in rows.query(table.PROVINCES, ""))
            self._provinces = [province for province in found if province]
            self._provinces_until = time.monotonic() + KEEP_SECONDS
        return self._provinces

    def _province(self, row: Row) -> Province | None:
        """Reading is cheap, parsing less so: only a document that has changed is parsed. One that
        cannot be read is told of in the log, and keeps no other province from its work.
        """
        body = bytes(row.body)
        try:
            if self._parsed.get(row.sk, (b"",))[0] != body:
                self._parsed[row.sk] = (body, parse_province(table.unpack(body)))
        except (Unreadable, AttributeError, KeyError, TypeError, ValueError):
            logger.exception("province_unreadable", extra={"province": row.sk})
            return None
        return self._parsed[row.sk][1]

    def save_province(self, document: Mapping[str, Any], version: ProvinceVersion) -> None:
        """Store a document as the version in force, and for good as that version.

        Raises StaleVersion unless `version.number` follows the stored one.
        """
        code, number = version.province, version.number
        kept = {"document": document, "by": version.by, "at": version.at.isoformat()}
        kept["sha256"] = version.sha256
        current = Row(table.PROVINCES, code, body=table.pack(document), version=number)
        copy = Row(f"{table.PROVINCE}#{code}", f"V#{number:06d}", body=table.pack(kept))

        def write() -> None:
            with TransactWrite(connection=connection()) as both:
                both.save(current, condition=_follows(number))
                both.save(copy, condition=Row.pk.does_not_exist())

        committed(write)
        self._provinces = []

    def province_version(self, code: str) -> int:
        """The number of the version in force; 0 for a document without, or for none."""
        row = rows.find(table.PROVINCES, code)
        return int(row.version or 0) if row else 0

    def province_versions(self, code: str) -> list[ProvinceVersion]:
        """All versions of a province's document, newest first."""
        found = rows.query(f"{table.PROVINCE}#{code}", "V#")
        return [_version(code, row) for row in reversed(found)]

    def province_document(self, code: str, number: int = 0) -> Mapping[str, Any]:
        """The document in force, or that of one version; raises NotFound."""
        if number:
            row = rows.get(f"{table.PROVINCE}#{code}", f"V#{number:06d}")
            document: Mapping[str, Any] = table.unpack(row.body)["document"]
            return document
        whole: Mapping[str, Any] = table.unpack(rows.get(table.PROVINCES, code).body)
        return whole

    def account(self, id: str) -> Account:
        """An account by its id; raises NotFound."""
        return rows.read(Account, rows.get(table.ACCOUNTS, id))

    def accounts(self, province: str) -> list[Account]:
        """All accounts bound to people of a province."""
        found = rows.readable(Account, rows.query(table.ACCOUNTS, ""))
        return [one for one in found if one.province == province]

    def save_account(self, account: Account) -> Account:
        """Store an account as its next version; raises StaleVersion."""
        stored = replace(account, version=account.version + 1)
        row = Row(table.ACCOUNTS, stored.id, body=rows.full(stored), version=stored.version)
        if not rows.put_if(row, rows.unchanged(account.version)):
            raise StaleVersion
        return stored


def _follows(number: int) -> Condition:
    """A row of the time before versions counts as version 0, like none at all."""
    return Row.version == number - 1 if number > 1 else Row.version.does_not_exist()


def _version(code: str, row: Row) -> ProvinceVersion:
    kept = table.unpack(row.body)
    at = datetime.fromisoformat(kept["at"])
    return ProvinceVersion(code, int(row.sk[2:]), kept["by"], at, kept["sha256"])
