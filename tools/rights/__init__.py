"""Rights proven without an account: what the templates grant, held against AWS's own reference and against every call.

`stacks` reads templates as they would stand in an account, `policies` the statements in them, `reference` what AWS
publishes of its actions. `calls` says which rights a call asks for, `evaluation` whether a role has them, and `proof`
brings both together: what is refused, and what nobody uses.
"""
