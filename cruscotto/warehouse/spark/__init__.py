"""The same SQL on Apache Spark: an extra, loaded when it is asked for."""
