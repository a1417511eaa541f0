"""Big screens: a quiz's boards for a projector in a hall, opened by a link instead of a log-in."""
