"""The site as the environment describes it."""

from collections.abc import Mapping

from ocop.web.reply import Site


def site(environ: Mapping[str, str]) -> Site:
    """`BASE_URL`, and where browsers post evidence: the bucket, or what stands in for it here."""
    base = environ.get("BASE_URL", "").rstrip("/")
    return Site(base, _evidence(environ), front_key=environ.get("FRONT_KEY", ""))


def _evidence(environ: Mapping[str, str]) -> str:
    local = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL")
    if local:
        return local.rstrip("/")
    bucket, region = environ.get("BUCKET_NAME", ""), environ.get("AWS_REGION", "")
    return f"https://{bucket}.s3.{region}.amazonaws.com" if bucket else ""
