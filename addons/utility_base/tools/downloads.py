"""Files that a user downloads: attachments of the record that they are made from."""


def new_file(record, name, content, mimetype=None):
    """Action that downloads ``content``; the file goes with ``record``, as with a wizard."""
    values = {"mimetype": mimetype} if mimetype else {}
    return download(record.env["ir.attachment"].create(_values(record, name, content) | values))


def kept_file(record, name, content, mimetype):
    """The same; the file stays with ``record`` and takes the place of the one before it."""
    record.ensure_one()
    record.check_access("read")
    # sudo: who may read the record may print it; the file is seen by those who see the record
    files = record.env["ir.attachment"].sudo()
    owner = [("res_model", "=", record._name), ("res_id", "=", record.id)]
    file = files.search([*owner, ("res_field", "=", False), ("name", "=", name)], limit=1)
    values = _values(record, name, content) | {"mimetype": mimetype}
    if file:
        file.write(values)
    else:
        file = files.create(values)
    return download(file)


def download(attachment):
    """Action that downloads an attachment."""
    return {
        "type": "ir.actions.act_url",
        "url": f"/web/content/{attachment.id}?download=true",
        "target": "self",
    }


def _values(record, name, content):
    return {"name": name, "raw": content, "res_model": record._name, "res_id": record.id}
