"""The ports on AWS: DynamoDB, S3, SES, Step Functions, Cognito."""

__all__ = [
    "clients",
    "clock",
    "directory",
    "files",
    "identity",
    "keys",
    "limits",
    "mail",
    "outbox",
    "papers",
    "programme",
    "refusals",
    "registers",
    "seals",
    "signing",
    "store",
    "tasks",
    "uploads",
    "wire",
    "workflows",
]
