"""The evidence bucket behind the Files port."""

import os
from urllib.parse import quote, unquote

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.domain.errors import Unavailable
from ocop.usecases.records import StoredFile, UploadTicket

POST_SECONDS, READ_SECONDS = 3600, 300
LONGEST_NAME = 800  # bytes; a key has 1024, of which the case and the slot take some


def _bucket() -> str:
    return os.environ["BUCKET_NAME"]


class Evidence:
    """Implements `ocop.usecases.ports.Files` on S3; the browser talks to the bucket itself."""

    def ticket(
        self, prefix: str, id: str, name: str, media_type: str, limit: int, back: str
    ) -> UploadTicket:
        """A presigned post for one file of at most `limit` bytes and exactly that type."""
        key = f"{prefix}{id}-{_in_key(name)}"
        fields = {"Content-Type": media_type, "success_action_redirect": back}
        post = client("s3").generate_presigned_post(
            _bucket(),
            key,
            Fields=fields,
            Conditions=[
                ["content-length-range", 1, limit],
                {"Content-Type": media_type},
                {"success_action_redirect": back},
            ],
            ExpiresIn=POST_SECONDS,
        )
        return UploadTicket(id, post["url"], post["fields"])

    def list(self, prefix: str) -> list[StoredFile]:
        """The files under a prefix, oldest first."""
        try:
            pages = client("s3").get_paginator("list_objects_v2")
            found = [
                StoredFile(
                    key=item["Key"],
                    name=_name(item["Key"]),
                    size=item["Size"],
                    etag=item["ETag"].strip('"'),
                    uploaded=item["LastModified"],
                )
                for page in pages.paginate(Bucket=_bucket(), Prefix=prefix)
                for item in page.get("Contents", ())
            ]
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem
        return sorted(found, key=lambda file: (file.uploaded, file.key))

    def link(self, key: str) -> str:
        """A short-lived address to read a file; it downloads, so that nothing hostile is shown."""
        name = quote(_name(key))
        return str(
            client("s3").generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": _bucket(),
                    "Key": key,
                    "ResponseContentDisposition": f"attachment; filename*=UTF-8''{name}",
                },
                ExpiresIn=READ_SECONDS,
            )
        )


def _in_key(name: str) -> str:
    """A file's name as the end of its key, shortened by whole letters: one may take nine bytes."""
    while len(quoted := quote(name, safe="")) > LONGEST_NAME:
        name = name[:-1]
    return quoted


def _name(key: str) -> str:
    return unquote(key.rpartition("/")[2].partition("-")[2])
