"""Goals: so many conversations of each agent, or for each evaluator, drawn by lot and given to evaluators to do
(S4.10).
"""
