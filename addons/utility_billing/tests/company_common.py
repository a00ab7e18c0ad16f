from odoo.tests import TransactionCase

from odoo.addons.utility_base.tests import typst_cleanup  # noqa: F401

from .pack_parameters import ensure_parameters


class CompanyCommon(TransactionCase):
    """A Russian company of its own, in which the test works."""

    company_name = "Housing Company"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        ensure_parameters(cls.env, "ru")
        cls.company = cls.env["res.company"].create(
            {"name": cls.company_name, "country_id": cls.env.ref("base.ru").id}
        )
        cls.env.user.write({"company_ids": [(4, cls.company.id)], "company_id": cls.company.id})
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.company = cls.company.with_env(cls.env)
