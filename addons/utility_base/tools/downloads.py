"""Files that a user downloads: attachments of the record that they are made from."""

import hashlib
import os
import shutil

from odoo.tools import SQL


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


def attach_stream(record, name, stream):
    """Attachment of a record with all that a binary stream holds, copied in parts to the store.

    For files that are too large for the memory; their words are not indexed. Where attachments are
    kept in the database the file is read whole: PostgreSQL takes values in one piece.
    """
    attachments = record.env["ir.attachment"]
    stream.seek(0)
    if attachments._storage() == "db":
        return attachments.create(_values(record, name, stream.read()))
    attachment = attachments.create(_values(record, name, b""))
    digest = hashlib.file_digest(stream, "sha1").hexdigest()  # as Odoo names its files
    size = stream.tell()
    stored = f"{digest[:2]}/{digest}"
    path = attachments._full_path(stored)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # removed with the checklist, should the transaction not stay
    attachments._mark_for_gc(stored)
    if not os.path.exists(path):
        stream.seek(0)
        part = f"{path}.{os.getpid()}"
        with open(part, "wb") as file:
            shutil.copyfileobj(stream, file, 2**20)
        os.replace(part, path)  # whole, or not there
    attachment.flush_recordset()
    # the fields of the store are closed to create() and write()
    record.env.execute_query(
        SQL(
            "UPDATE ir_attachment SET store_fname = %s, checksum = %s, file_size = %s,"
            " db_datas = NULL WHERE id = %s RETURNING id",
            stored,
            digest,
            size,
            attachment.id,
        )
    )
    attachment.invalidate_recordset(flush=False)
    return attachment
