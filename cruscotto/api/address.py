"""The path of the API on the server, as the server mounts it and links use it."""

PATH = "/api/v1"
