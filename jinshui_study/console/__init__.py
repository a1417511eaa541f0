"""Web pages for secretaries and admins: log-in, navigation, and what crosses slices."""
