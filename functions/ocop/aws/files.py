"""The evidence bucket behind the Files port."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.base.errors import Unavailable
from ocop.base.filetype import KINDS
from ocop.cases.records import StoredFile, Upload, UploadTicket

POST_SECONDS, READ_SECONDS = 3600, 300
UNKNOWN_TYPE = "application/octet-stream"


class Evidence:
    """Implements `ocop.cases.evidence_ports.Files` on S3; browsers talk to the bucket itself.

    A presigned post cannot be told to write only where nothing is: S3 knows conditional writes for
    PutObject alone. So each ticket has a key of its own in a versioned bucket, and only the version
    that came first is ever listed, judged, filed or read.
    """

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def ticket(self, upload: Upload, most: int, back: str) -> UploadTicket:
        """A presigned post for one file: exactly as announced, or at most `most` bytes."""
        fields = _bound(upload, back)
        least, most = (upload.size, upload.size) if upload.size else (1, most)
        post = client("s3").generate_presigned_post(
            self._bucket,
            upload.key,
            Fields=fields,
            Conditions=[
                ["content-length-range", least, most],
                *({name: value} for name, value in fields.items()),
            ],
            ExpiresIn=POST_SECONDS,
        )
        return UploadTicket(upload.id, post["url"], post["fields"])

    def first(self, prefix: str) -> list[StoredFile]:
        """Under each key with this prefix the version that came first, oldest first."""
        found: dict[str, StoredFile] = {}
        try:
            for version in self._versions(prefix):  # each key's newest comes first
                found[version["Key"]] = _stored(version)
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem
        return sorted(found.values(), key=lambda file: (file.uploaded, file.key))

    def read(self, key: str, version: str) -> bytes:
        """The bytes of one version."""
        try:
            answer = client("s3").get_object(Bucket=self._bucket, Key=key, **_of(version))
            return bytes(answer["Body"].read())
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem

    def link(self, upload: Upload) -> str:
        """A short-lived address to read exactly the version that counts.

        Pictures and PDF open in the browser under the type their bytes have; everything else, and
        what nobody has looked at, downloads.
        """
        kind = KINDS.get(upload.media)
        shown = "inline" if kind and kind.shown else "attachment"
        name = quote(upload.name, safe="")
        asked = {
            "Bucket": self._bucket,
            "Key": upload.key,
            "ResponseContentDisposition": f"{shown}; filename*=UTF-8''{name}",
            "ResponseContentType": upload.media or UNKNOWN_TYPE,
            **_of(upload.object_version),
        }
        signed = client("s3").generate_presigned_url(
            "get_object", Params=asked, ExpiresIn=READ_SECONDS
        )
        return str(signed)

    def _versions(self, prefix: str) -> Iterator[Mapping[str, Any]]:
        pages = client("s3").get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
            yield from page.get("Versions", ())


def _bound(upload: Upload, back: str) -> dict[str, str]:
    """The fields that a post has to carry unchanged."""
    fields = {"Content-Type": upload.declared or UNKNOWN_TYPE}
    if upload.sha256:
        fields["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(upload.sha256)).decode()
    answer = {"success_action_redirect": back} if back else {"success_action_status": "201"}
    return fields | answer


def _stored(version: Mapping[str, Any]) -> StoredFile:
    return StoredFile(
        key=version["Key"],
        name=unquote(version["Key"].rpartition("/")[2].partition("-")[2]),
        size=version["Size"],
        etag=version["ETag"].strip('"'),
        uploaded=version["LastModified"],
        version=version.get("VersionId", ""),
    )


def _of(version: str) -> dict[str, str]:
    return {"VersionId": version} if version else {}
