"""Which dimensions nest: each code of the inner dimension belongs to one code of the outer one."""

NESTS: dict[str, tuple[str, ...]] = {
    "region": ("macro_area",),
    "programme": ("managing_authority", "period"),
    # a course is of one provider, and of one operation with its programme
    "course": ("provider", "programme", "axis", "theme", "fund", "managing_authority", "period"),
}
