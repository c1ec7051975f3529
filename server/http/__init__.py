"""HTTP/1.1 (RFC 9112): connections in one thread, pages in others."""
