"""Portions of whole buildings and their jobs, the same for billing runs and tariff studies.

A portion has a ``number``, a ``state`` and a ``job_uuid``; its owner a ``name`` and the method
``_job_finish``, which is called when the jobs of the portions are over.
"""

import logging
from typing import NamedTuple

from psycopg2 import InterfaceError, OperationalError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.queue_job.delay import group

_logger = logging.getLogger(__name__)

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


class Progress(NamedTuple):
    """How far the portions are: percent of the accounts, ``h:mm:ss`` left or False."""

    percent: float
    speed: float  # accounts a second
    remaining: str | bool


def progress_of(owner, running):
    """:class:`Progress` of an owner of portions with ``started_at`` and ``finished_at``.

    :param running: whether it is worth telling how long the rest takes
    """
    total = sum(owner.portion_ids.mapped("account_count"))
    done = owner.portion_ids.filtered(lambda p: p.state == "done")
    finished = sum(done.mapped("account_count"))
    end = owner.finished_at or fields.Datetime.now()
    seconds = (end - owner.started_at).total_seconds() if owner.started_at else 0.0
    speed = finished / seconds if seconds else 0.0
    remaining = False
    if running and speed:
        left = int((total - finished) / speed)
        remaining = f"{left // 3600}:{left // 60 % 60:02d}:{left % 60:02d}"
    return Progress(100.0 * finished / total if total else 0.0, speed, remaining)


def attempt(portion, work, stopped=()):
    """Do the work of a portion in a savepoint; whether it was done.

    What nobody foresaw is kept on the portion, which fails: the others go on. A conflict or a lost
    connection is the queue's, which tries again.

    :param stopped: errors by which the work ends when somebody cancels, who marks the portion
    """
    try:
        with portion.env.cr.savepoint():
            work()
    except stopped:
        _logger.info("%s %s stops", portion._name, portion.id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # the fault of one portion must not stop the others
        _logger.exception("%s %s", portion._name, portion.id)
        kind = "" if isinstance(error, UserError) else f"{type(error).__name__}: "
        portion._transition(state="failed", message=f"{kind}{error}")
    else:
        return True
    return False


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
