"""Papers in the bucket, and the function that makes them."""

import json
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.calls import unless
from ocop.aws.clients import client
from ocop.base.errors import Unavailable

_READABLE = 300
HELD_ALREADY = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class BucketPapers:
    """Implements `ocop.cases.paper_ports.PaperShelf`."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def holds(self, key: str) -> bool:
        """Whether there is a paper under a key."""
        bucket = client("s3")
        return unless(GONE, lambda: bucket.head_object(Bucket=self._bucket, Key=key))

    def put_once(self, key: str, content: bytes, media: str) -> None:
        """Lay a paper under a key unless one lies there."""
        given = {"Bucket": self._bucket, "Key": key, "Body": content, "ContentType": media}
        bucket = client("s3")
        unless(HELD_ALREADY, lambda: bucket.put_object(**given, IfNoneMatch="*"))

    def address(self, key: str, name: str, media: str) -> str:
        """A short-lived address; a PDF opens in the browser, the rest downloads."""
        shown = "inline" if media == "application/pdf" else "attachment"
        given = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": f"{shown}; filename*=UTF-8''{quote(name, safe='')}",
            "ResponseContentType": media,
        }
        signed = client("s3").generate_presigned_url(
            "get_object", Params=given, ExpiresIn=_READABLE
        )
        return str(signed)


class LambdaPress:
    """Implements `ocop.cases.paper_ports.Press` on a function that nobody waits for."""

    def __init__(self, function: str) -> None:
        self._function = function

    def ask(self, dossier: str, act: str) -> None:
        """Call the function and go on."""
        given = json.dumps({"dossier": dossier, "act": act}).encode()
        try:
            client("lambda").invoke(
                FunctionName=self._function, InvocationType="Event", Payload=given
            )
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem
