"""What is said and how it is kept: the data, the build, the store and the answering of queries."""
