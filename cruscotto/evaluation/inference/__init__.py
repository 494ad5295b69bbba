"""Standard errors, intervals, resampling, densities and sensitivity."""
