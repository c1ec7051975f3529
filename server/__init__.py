"""How it is reached: the SPARQL endpoint, pages, downloads and the command line."""
