"""What can be asked: the questions, and the queries behind pages, exports and checks."""
