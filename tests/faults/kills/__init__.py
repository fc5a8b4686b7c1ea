"""`python -m tests.faults.kills`: kill -9 at random moments while cases are pushed to their end."""
