"""The network of things, and its formats for graph tools and pictures."""
