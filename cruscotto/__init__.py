"""Money, effectiveness and impact of training financed by the European Social Fund."""

import os

__version__ = "0.1.0"

# before numpy is loaded: threads make the small systems of the estimators ten times slower
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
