"""Run the files of `sql/` on Apache Spark, an optional library loaded only when it is used."""
