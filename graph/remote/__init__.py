"""The graph in another SPARQL 1.1 store: asked over HTTP, in place of the engine here."""
