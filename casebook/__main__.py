"""`python -m casebook` does what `python build.py` does."""

import sys

from casebook.cli import main

sys.exit(main())
