"""Files with a data contract of ours: reading, checking, refusing, templates."""
