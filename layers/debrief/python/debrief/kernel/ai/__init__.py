"""The one client of the language model, its prompts, and what is kept of every use."""
