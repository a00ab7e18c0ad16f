"""What controllers of documents have in common."""

from odoo.http import content_disposition, request

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def checked(model, record_id):
    """The record if the user may read it; its rights are those of the screens."""
    record = request.env[model].browse(record_id).exists()
    if not record:
        raise request.not_found()
    record.check_access("read")
    return record


def pdf_answer(content, name):
    """The bytes of a PDF, shown by the browser."""
    return _answer(content, PDF, content_disposition(f"{_file_name(name)}.pdf", "inline"))


def xlsx_answer(content, name):
    """The bytes of a workbook, to be saved."""
    return _answer(content, XLSX, content_disposition(f"{_file_name(name)}.xlsx"))


def _file_name(name):
    return name.replace("/", "-")


def _answer(content, mimetype, disposition):
    headers = [
        ("Content-Type", mimetype),
        ("Content-Length", len(content)),
        ("Content-Disposition", disposition),
    ]
    return request.make_response(content, headers=headers)
