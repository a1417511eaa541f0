"""新闻动态: what is told to everybody; so far what happened on this day in the history of the Party."""
