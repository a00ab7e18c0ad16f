from unittest import mock

import psycopg2

from odoo.tests import TransactionCase

from odoo.addons.queue_job.controllers.main import RunJobController
from odoo.addons.queue_job.exception import RetryableJobError

from ..controllers.jobs import JobController


class TestLostConnection(TransactionCase):
    def perform(self, error, closed):
        env = mock.Mock()
        env.cr.closed = closed
        with mock.patch.object(RunJobController, "_try_perform_job", side_effect=error):
            JobController._try_perform_job(env, None)

    def test_postponed(self):
        """X34: the connection is gone: the job is postponed, whichever way it is noticed."""
        for error in (psycopg2.OperationalError("closed"), psycopg2.InterfaceError("closed")):
            with self.subTest(error), self.assertRaises(RetryableJobError) as caught:
                self.perform(error, closed=True)
            self.assertTrue(caught.exception.seconds)

    def test_other_errors(self):
        """X34: an error of a living connection stays what it is."""
        for error in (psycopg2.OperationalError("lock"), ValueError("wrong")):
            with self.subTest(error), self.assertRaises(type(error)):
                self.perform(error, closed=False)

    def test_serves_the_route(self):
        """X34: the queue asks the class that postpones."""
        endpoint = self.env["ir.http"].routing_map().bind("x").match("/queue_job/runjob")[0]
        self.assertTrue(issubclass(endpoint.func.__self__.__class__, JobController))
