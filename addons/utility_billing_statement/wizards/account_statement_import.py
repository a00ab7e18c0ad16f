from odoo import models
from odoo.exceptions import UserError

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_base.tools.problems import describe_problem

from ..gateway.client_bank import looks_like, parse


class AccountStatementImport(models.TransientModel):
    """Statements in 1CClientBankExchange; their lines are matched at once (E07, E14)."""

    _inherit = "account.statement.import"

    def _parse_file(self, data_file):
        if not looks_like(data_file):
            return super()._parse_file(data_file)
        try:
            parsed = parse(data_file)
        except GatewayError as error:
            raise UserError(self._problem_text(error.problem)) from None
        errors = [problem for problem in parsed.problems if not problem.is_warning]
        if errors:
            # a statement is whole or it is not: half of it would break the balance
            raise UserError("\n".join(map(self._problem_text, errors)))
        currency = self.env.company.currency_id.name
        return [(currency, item.account, [self._statement(item)]) for item in parsed.statements]

    def _problem_text(self, problem):
        place = self.env._("Line %s:", problem.row) if problem.row else ""
        return " ".join(filter(None, (place, *describe_problem(self.env, problem))))

    def _statement(self, statement):
        """Values of OCA's importer for a statement of the gateway."""
        day = statement.end or statement.begin
        values = {
            "name": f"{statement.account} {day or ''}".strip(),
            "date": day,
            "transactions": [self._transaction(line) for line in statement.lines],
        }
        if statement.opening is not None:
            values["balance_start"] = float(statement.opening)
        if statement.closing is not None:
            values["balance_end_real"] = float(statement.closing)
        return values

    def _transaction(self, line):
        return {
            "date": line.booked,
            "amount": float(line.amount),
            "payment_ref": line.purpose or line.number or line.name,
            "ref": line.number,
            "partner_name": line.name or False,
            "account_number": line.account or False,
            "unique_import_id": line.key,
            "utility_payer_code": line.code or False,
        }

    def _create_bank_statements(self, stmts_vals, result):
        known = len(result["statement_ids"])
        created = super()._create_bank_statements(stmts_vals, result)
        new = self.env["account.bank.statement"].browse(result["statement_ids"][known:])
        new.line_ids._utility_match()
        return created
