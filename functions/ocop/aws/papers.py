"""Papers in the bucket, and the function that makes them."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.calls import unless
from ocop.aws.clients import client
from ocop.base.errors import Unavailable

_READABLE = 300
PIECE = 16 * 1024 * 1024  # bytes of one upload; S3 takes ten thousand, each of at least five MB
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

    def read(self, key: str) -> bytes:
        """The bytes of a paper that is there."""
        try:
            answer = client("s3").get_object(Bucket=self._bucket, Key=key)
            return bytes(answer["Body"].read())
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem

    def put_parts(self, key: str, parts: Iterable[bytes], media: str) -> None:
        """Lay something large under a key: at once where it is short, else in several uploads."""
        pieces = _pieces(parts)
        first = next(pieces, b"")
        second = next(pieces, b"")
        if not second:
            self.put_once(key, first, media)
            return
        place = {"Bucket": self._bucket, "Key": key}
        try:
            self._upload(place, media, chain((first, second), pieces))
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem

    def _upload(self, place: dict[str, str], media: str, pieces: Iterable[bytes]) -> None:
        """What is broken off is removed by the bucket's own rule after three days."""
        bucket = client("s3")
        upload = bucket.create_multipart_upload(**place, ContentType=media)["UploadId"]
        done = []
        for number, piece in enumerate(pieces, 1):
            given = {"UploadId": upload, "PartNumber": number, "Body": piece}
            tag = bucket.upload_part(**place, **given)["ETag"]
            done.append({"PartNumber": number, "ETag": tag})
        bucket.complete_multipart_upload(**place, UploadId=upload, MultipartUpload={"Parts": done})

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


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size, but for the last."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


class LambdaPress:
    """Implements `ocop.cases.paper_ports.Press` on a function that nobody waits for."""

    def __init__(self, function: str) -> None:
        self._function = function

    def ask(self, dossier: str, act: str) -> None:
        """Call the function and go on."""
        self._call({"dossier": dossier, "act": act})

    def ask_package(self, dossier: str, kind: str) -> None:
        """The same for a package."""
        self._call({"dossier": dossier, "package": kind})

    def ask_year_files(self, province: str) -> None:
        """The same for the files of years."""
        self._call({"year_files": province})

    def ask_report(self, province: str, report: str, act: int) -> None:
        """The same for the papers of a report."""
        self._call({"province": province, "report": report, "act": act})

    def ask_sheet(self, province: str, id: str) -> None:
        """The same for a large sheet."""
        self._call({"province": province, "sheet": id})

    def ask_export(self, province: str, id: str) -> None:
        """The same for the sheet of a list."""
        self._call({"province": province, "export": id})

    def _call(self, told: dict[str, str | int]) -> None:
        given = json.dumps(told).encode()
        try:
            client("lambda").invoke(
                FunctionName=self._function, InvocationType="Event", Payload=given
            )
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem
