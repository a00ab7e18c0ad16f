"""Portions of whole buildings and their jobs, the same for billing runs and tariff studies.

A portion has a ``number``, a ``state`` and a ``job_uuid``; its owner a ``name`` and the method
``_job_finish``, which is called when the jobs of the portions are over.
"""

from odoo.tools import SQL

from odoo.addons.queue_job.delay import group

#: class of the advisory locks by which a run tells the portions that are being charged to stop
STOP = 20260401

CHANNEL = "root.utility.billing"


def whole_buildings(counts, size):
    """``[([building ids], accounts)]``: of at most ``size`` accounts or one house.

    :param counts: pairs of a building and the number of its accounts, in the order to keep
    """
    portions, part, total = [], [], 0
    for building, accounts in counts:
        if part and total + accounts > size:
            portions.append((part, total))
            part, total = [], 0
        part.append(building)
        total += accounts
    if part:
        portions.append((part, total))
    return portions


def delay_portions(owner, portions, method, last):
    """One job a portion that calls its ``method``, and one after them all that ends ``owner``.

    :param last: description of the job that ends it
    """
    finish = owner.delayable(channel=CHANNEL, description=last)._job_finish()
    if not portions:
        finish.delay()
        return
    jobs = []
    for portion in portions:
        name = owner.env._("%(run)s: portion %(number)s", run=owner.name, number=portion.number)
        delayable = portion.delayable(channel=CHANNEL, description=name)
        jobs.append(getattr(delayable, method)())
    group(*jobs).on_done(finish).delay()
    for portion, job in zip(portions, jobs, strict=True):
        portion.job_uuid = job._generated_job.uuid if job._generated_job else False


def without_job(portions):
    """Portions that wait for a job that is no more.

    Jobs end without a word to their portion when the server is killed again and again or the
    database stays away longer than they are repeated.
    """
    waiting = portions.filtered(lambda p: p.state == "pending" and p.job_uuid)
    # sudo: who may see the portions looks after their jobs, without rights on others
    jobs = waiting.env["queue.job"].sudo()
    alive = jobs.search_fetch(
        [
            ("uuid", "in", waiting.mapped("job_uuid")),
            ("state", "not in", ("done", "failed", "cancelled")),
        ],
        ["uuid"],
    ).mapped("uuid")
    return waiting.filtered(lambda p: p.job_uuid not in alive)


def cancel_jobs(portions):
    """Jobs of ``portions`` that have not begun do not begin any more."""
    # sudo: who may cancel the portions cancels their jobs, without rights on others
    jobs = portions.env["queue.job"].sudo()
    jobs.search(
        [
            ("uuid", "in", portions.filtered("job_uuid").mapped("job_uuid")),
            ("state", "in", ("wait_dependencies", "pending", "enqueued")),
        ]
    ).button_cancelled()


def ask_to_stop(run):
    """Portions of ``run`` that are being charged stop at their next house, until the transaction ends.

    A lock says so, since their transactions do not see what others write.
    """
    run.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", STOP, run.id))


def asked_to_stop(cursor, run_id):
    """Whether somebody is cancelling the run right now."""
    cursor.execute(
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock'"
        " AND classid = %s AND objid = %s AND pid <> pg_backend_pid() AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())",
        (STOP, run_id),
    )
    return cursor.fetchone() is not None
