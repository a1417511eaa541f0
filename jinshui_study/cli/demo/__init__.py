"""Demo data: a district with invented people, and weeks of activity to look at."""
