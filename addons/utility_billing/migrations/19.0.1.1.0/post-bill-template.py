from hashlib import md5

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

from odoo.addons.utility_billing.gateway.document import default_template

#: the form of the bill as 19.0.1.0.0 shipped it
OLD = "bef8fb9d4e2008a620a24abb8270f300"


def migrate(cr, version):
    """The shipped form of the bill, where nobody has changed it, gets payees and the appendix."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref("utility_billing.document_template_bill", raise_if_not_found=False)
    if template and md5((template.source or "").encode(), usedforsecurity=False).hexdigest() == OLD:
        template.source = default_template()
        with file_open("utility_billing/data/documents/sample_bill.json") as file:
            template.sample = file.read()
