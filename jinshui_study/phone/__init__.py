"""What phones open: the built client at `/`, and the home card in one call."""
