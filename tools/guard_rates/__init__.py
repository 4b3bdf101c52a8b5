"""How many lies the guard of performance summaries keeps, and how many good sentences it drops."""
