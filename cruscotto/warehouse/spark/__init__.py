"""Run the files of `sql/` on Apache Spark, an optional library that is loaded when asked for."""
