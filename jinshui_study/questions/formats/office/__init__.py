"""What lies inside files of Word and Excel: containers, names, numbers, and the process that reads sheets."""
