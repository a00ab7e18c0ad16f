"""Lines of refunds name the lines that they give back."""


def migrate(cr, version):
    cr.execute(
        """
        WITH numbered AS (
            SELECT l.id, l.receipt_id, r.refund_of_id,
                   ROW_NUMBER() OVER (PARTITION BY l.receipt_id ORDER BY l.id) AS place
              FROM utility_cash_receipt_line l JOIN utility_cash_receipt r ON r.id = l.receipt_id)
        UPDATE utility_cash_receipt_line l SET refund_of_id = sold.id
          FROM numbered back JOIN numbered sold
            ON sold.receipt_id = back.refund_of_id AND sold.place = back.place
         WHERE l.id = back.id AND l.refund_of_id IS NULL
        """
    )
