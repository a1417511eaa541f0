"""Disputes about questions, and the rulings that answer them and put right what was graded before."""
