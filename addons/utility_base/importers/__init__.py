from . import messages  # noqa: F401 - registers the texts
from . import premises
from . import residents
from . import owners
from . import services
from . import meters
from . import readings
