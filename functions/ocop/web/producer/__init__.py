"""Pages and API behind a producer's emailed link."""
