"""How much attacks in conversations gain, and how often ordinary ones are taken for one."""
