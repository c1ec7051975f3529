"""Search by words, and the matching of names to things."""
