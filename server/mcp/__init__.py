"""The server for language models (Model Context Protocol)."""
