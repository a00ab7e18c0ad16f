from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Print files are made by print orders: the settings of the job of runs go."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    function = env.ref("utility_billing.job_function_run_print", raise_if_not_found=False)
    if function:
        function.unlink()
