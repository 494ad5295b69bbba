"""Page: which files come in, what waits for a second person, which version is published?"""

from cruscotto.ui.loading import page
from cruscotto.ui.state import address

page.draw(address.language())
