"""What changed between two datasets, revisions or days, and releases."""
