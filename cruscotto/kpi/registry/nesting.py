"""Which dimensions lie within others: a code of the one has one code of the other above it."""

NESTS: dict[str, tuple[str, ...]] = {
    "region": ("macro_area",),
    "programme": ("managing_authority", "period"),
    # a course is of one provider, and of one operation with its programme
    "course": ("provider", "programme", "axis", "theme", "fund", "managing_authority", "period"),
}
