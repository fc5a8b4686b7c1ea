"""The promises of docs/architecture, each measured beside its baseline in the same run."""
