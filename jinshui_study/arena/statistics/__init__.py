"""What answers say about questions: figures per revision and per quiz, kept up behind the answers."""
