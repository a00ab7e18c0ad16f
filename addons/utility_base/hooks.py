"""What installation and removal do besides the data files."""


def uninstall_hook(env):
    """Nothing of the database's guard stays behind; its triggers go with the function."""
    env.cr.execute("DROP FUNCTION IF EXISTS utility_period_guard() CASCADE")
