"""The address of the API, for the server and for links to it."""

PATH = "/api/v1"
