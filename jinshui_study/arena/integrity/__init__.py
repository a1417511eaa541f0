"""What looks odd in a contest, for people to judge: found by itself, never punished by itself."""
