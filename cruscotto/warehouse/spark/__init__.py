"""The same SQL on Apache Spark: an extra, `pip install 'cruscotto[spark]'`, loaded when asked for."""
