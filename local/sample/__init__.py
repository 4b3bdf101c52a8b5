"""A sample organisation, made from a seed: people, conversations, scorecards, evaluations and 1-to-1s.

All of it is invented: the company, its people and its customers. The same seed and day give the same organisation, to
the byte. Nothing here reads or writes anything; `local.loading` hands it in through the doors that real data use.
"""
