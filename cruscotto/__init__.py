"""Money, effectiveness and impact of training financed by the European Social Fund."""

__version__ = "0.1.0"
