"""Write Excel workbooks."""
