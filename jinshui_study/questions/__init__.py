"""Banks, questions and their revisions, import formats, sampling and grading."""
