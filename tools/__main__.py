"""Entry of ``./utility``: puts the project's root, not this folder, on the path."""

import sys
from pathlib import Path

# Run as a file, Python puts tools/ itself first, where a module could shadow the library.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from tools.cli import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
