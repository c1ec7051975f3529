"""What can be said: classes and properties, SKOS schemes, shapes and the JSON-LD context."""
