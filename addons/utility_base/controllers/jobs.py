"""Jobs whose connection to the database is lost are tried again."""

import psycopg2

from odoo.addons.queue_job.controllers.main import RunJobController
from odoo.addons.queue_job.exception import RetryableJobError

#: seconds; PostgreSQL is usually back by then
AGAIN = 10


class JobController(RunJobController):
    @classmethod
    def _try_perform_job(cls, env, job):
        """As it was; a job that loses its connection is postponed instead of failed.

        PostgreSQL may be back before the job notices, when its failure could be written down.
        Nothing of it was committed. Jobs that write to others do so under a number of their own,
        as every job may be killed and started again.
        """
        try:
            return super()._try_perform_job(env, job)
        except psycopg2.Error as error:
            if not env.cr.closed:
                raise
            raise RetryableJobError("The database was away", seconds=AGAIN) from error
