"""Read, check and load files that follow one of our data contracts; templates of such files."""
