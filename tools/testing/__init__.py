"""``./utility test``: what is run (plan), in which databases (template), how counted (record).

Every test reports itself, from inside the process that runs it, as one line of a record file.
Counts come from these lines and from nothing else.
"""
