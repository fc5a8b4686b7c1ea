"""What our figures are held against: the same submission, handled the usual and the least way."""
