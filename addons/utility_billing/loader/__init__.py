"""From the database to the engine and back: a handful of set-based queries a portion.

``world`` reads prices, norms and parameters; ``portion`` whole houses with all that is known of
their accounts; ``ledger`` writes charges and bills by COPY. Nothing here decides a figure: that is
the engine's. Values are read as ``Decimal`` (see ``reader``), never through the ORM's float.
"""
