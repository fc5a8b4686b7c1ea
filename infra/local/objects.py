"""What ministack's buckets do otherwise than S3, put right as in `infra.local.patches`."""

from typing import Any


def apply() -> None:
    """Patch the module of S3, before it starts."""
    _answer_versions_as_asked()
    _compare_checksums_of_posts()


def _answer_versions_as_asked() -> None:
    """A signed address's own headers (name, type, inline) are dropped where it names a version."""
    from ministack.services import s3

    read = s3._get_object  # noqa: SLF001

    def get_object(bucket: str, key: str, headers: Any, query: Any = None) -> Any:
        status, found, body = read(bucket, key, headers, query)
        if status == 200 and query:
            s3._apply_response_overrides(found, query)  # noqa: SLF001
        return status, found, body

    s3._get_object = get_object  # noqa: SLF001


def _compare_checksums_of_posts() -> None:
    """A posted form's checksum is not looked at; S3 refuses other bytes."""
    from ministack.services import s3

    post = s3._post_object  # noqa: SLF001

    def post_object(bucket: str, body: bytes, headers: Any) -> Any:
        form = s3._parse_multipart_form(headers.get("content-type", ""), body)  # noqa: SLF001
        parts = {name: value for name, _, _, value in form}
        told = parts.get("x-amz-checksum-sha256", b"").decode()
        found = s3._compute_s3_checksum("SHA256", parts.get("file", b""))  # noqa: SLF001
        if told and told != found:
            words = "The SHA256 you specified did not match the calculated checksum."
            return s3._error("BadDigest", words, 400)  # noqa: SLF001
        return post(bucket, body, headers)

    s3._post_object = post_object  # noqa: SLF001
