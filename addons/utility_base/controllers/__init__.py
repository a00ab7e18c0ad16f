from . import document, jobs
