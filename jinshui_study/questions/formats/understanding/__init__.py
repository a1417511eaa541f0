"""From a question in its writer's words to a draft: kinds, options, answers and gaps in any notation."""
