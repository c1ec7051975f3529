"""The dataset as files that are handed out."""
