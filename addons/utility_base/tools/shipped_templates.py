"""Shipped document templates in upgrades: what nobody has changed follows the new version.

Templates are data that an implementer may edit, so an update leaves them alone. Without this a
database that was made by an earlier version would print papers that know nothing of what is new.
"""

from hashlib import md5

from odoo.tools import file_open


def renew_templates(env, module, released):
    """Give templates the source and sample of this version where they are as they were shipped.

    :param released: ``{external id: (MD5 of the source as it was released, file of the source,
        file of the sample)}``, files by the name of their addon
    :return: the templates that were renewed
    """
    renewed = env["utility.document.template"]
    for name, (digest, source, sample) in released.items():
        template = env.ref(f"{module}.{name}", raise_if_not_found=False)
        if not template or _digest(template.source) != digest:
            continue
        with file_open(source) as source_file, file_open(sample) as sample_file:
            values = {"source": source_file.read(), "sample": sample_file.read()}
        changed = {key: text for key, text in values.items() if template[key] != text}
        if changed:
            template.write(changed)
            renewed |= template
    return renewed


def _digest(text):
    return md5((text or "").encode(), usedforsecurity=False).hexdigest()
