"""The text of queries: what it asks for, what it may not, and where it is wrong."""
