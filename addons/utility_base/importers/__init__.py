from . import (
    exchange,
    messages,  # noqa: F401 - registers the texts
    meters,
    owners,
    premises,
    readings,
    residents,
    services,
)
