"""Money, effectiveness and impact of training financed by the European Social Fund."""

import os

__version__ = "0.2.0"

# before numpy is loaded: threads slow the small systems of the estimators down
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
