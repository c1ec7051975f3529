"""`moonpact serve`: the graph as a web site and SPARQL endpoint."""
