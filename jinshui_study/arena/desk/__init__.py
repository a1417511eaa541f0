"""The desk where quizzes are made: their list, the form, what a draw would find, and changes before they begin."""
