"""The door: everything is in casebook/, beginning at casebook/cli.py."""

import sys

from casebook.cli import main

if __name__ == "__main__":
    sys.exit(main())
