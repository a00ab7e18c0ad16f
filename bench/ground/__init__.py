"""What the benches stand on: scratch databases, stock Odoo's way of the same work, results."""
