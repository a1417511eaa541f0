"""What the service keeps about a member, across all slices: to see, to take along, to erase."""
