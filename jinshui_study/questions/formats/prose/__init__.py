"""The line machine: from the lines of a paper to its questions, shared by text, Markdown and Word."""
