"""One language of conditions for whatever chooses by them: a tree, its check, one evaluator, and its explanation."""
