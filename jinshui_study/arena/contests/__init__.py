"""Running a contest: its frozen board and the reveal, points given and taken, brackets, and the signed results."""
