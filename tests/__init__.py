"""The tests: one file per module, and the checks of the whole project."""
