from . import messages  # noqa: F401 - registers the texts
from . import residents
