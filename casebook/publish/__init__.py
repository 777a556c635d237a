"""Publishing: output/ changes from the old edition to the new in one step, or not at all.

Everything is written into a folder beside the destination, on the same disk, brought safely
to that disk, and then exchanged with the destination by one system call (`renameat2` with
RENAME_EXCHANGE on Linux, `renamex_np` with RENAME_SWAP on macOS). Whoever opens a page finds
the old site or the new one, never half of each and never nothing; a build that fails, is
interrupted or is killed leaves the old one.

Where the system or the disk offers no exchange, the old folder is renamed aside and the new
one renamed to its place. Between these two renames there is, for an instant, no output; a
build killed exactly then leaves none, and the next build puts the old folder back first.

A file whose bytes have not changed is not written again but linked from the old edition, so
it keeps its time of last change. No file is ever changed in place, as two editions may share
it.

Files that no build wants any more go with the old folder, so Casebook replaces only folders
that it made. It knows them by a small file, `.casebook`, that each build puts there.

A program that was started *inside* the old folder keeps that folder, which is then gone:
start servers from outside (`python -m http.server -d output`).
"""

from casebook.publish.destination import MARKER, check_destination
from casebook.publish.errors import PublishError
from casebook.publish.lock import PATIENCE
from casebook.publish.publisher import Published, publish

__all__ = ["MARKER", "PATIENCE", "PublishError", "Published", "check_destination", "publish"]
