"""What phones open: the first screen at `/`, and the home card in one call."""
