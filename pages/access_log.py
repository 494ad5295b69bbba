"""Page: who took which figures of persons away, when and what for?"""

from cruscotto.ui.quality import access_log
from cruscotto.ui.state import address

access_log.draw(address.language())
