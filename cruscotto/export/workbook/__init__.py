"""Write Excel workbooks: the workbook without rows, the rows as XML, the whole file."""
