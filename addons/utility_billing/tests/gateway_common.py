import os

FIXTURES = os.path.join(os.path.dirname(__file__), "fixtures")


def fixture(name):
    """Bytes of a sample file."""
    with open(os.path.join(FIXTURES, name), "rb") as file:
        return file.read()
