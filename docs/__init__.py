"""The documents on the project, which the server shows as pages too."""
