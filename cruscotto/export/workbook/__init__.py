"""Excel workbooks: the frame around the rows, the rows as XML, the file."""
