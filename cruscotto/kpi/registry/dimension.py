"""The class of dimensions, and labels that several dimensions share."""

from pydantic import BaseModel, ConfigDict

from cruscotto.i18n import Lang, Text
from cruscotto.kpi.registry.model import Name


class Dimension(BaseModel):
    """A dimension: its name in commands and page addresses, its labels, and its column in marts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    label: Text
    column: Name
    members: dict[str, Text] = {}
    # where names come from when they are data: the mart's table, its code and name columns
    table: Name | None = None

    def member_label(self, code: str, lang: Lang) -> str | None:
        """Return the label of a code in `members`; `None` where labels come from the data."""
        text = self.members.get(code)
        return text.in_(lang) if text else None


UNKNOWN = Text(it="Non indicato", en="Not stated")
NATIONAL = Text(it="Programmi nazionali", en="National programmes")
NOT_REGIONALISED = Text(it="Non regionalizzato", en="Not regionalised")
