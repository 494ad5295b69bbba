"""Where the API stands: known to who mounts it and to who writes its addresses."""

PATH = "/api/v1"
