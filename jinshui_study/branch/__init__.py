"""What a branch's secretary, and those above, see of it: where it stands and why, who is missing, what goes wrong."""
