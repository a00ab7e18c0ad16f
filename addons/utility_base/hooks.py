"""What installation and removal do besides the data files."""


def uninstall_hook(env):
    """Nothing of the database's guard and history stays; triggers go with their functions."""
    env.cr.execute("DROP FUNCTION IF EXISTS utility_period_guard() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS utility_history_keep() CASCADE")
