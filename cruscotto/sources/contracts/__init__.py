"""Tables with a contract of ours: reading, judging, refusing, templates."""
