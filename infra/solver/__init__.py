"""The optional function that solves a council's round of national size."""
