"""Excel workbooks: the parts around the rows, the rows as XML, the file."""
