"""What an operator looks at: the model that is live, those before it, its last evaluation, and the rule book."""
