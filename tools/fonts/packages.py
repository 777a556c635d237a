"""The published packages that the fonts are cut from: pinned, fetched with npm and checked."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


class PackageError(Exception):
    """A package could not be had, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Package:
    """One published version, named by its content."""

    name: str
    version: str
    sha512: str
    """The digest of the tarball in base64, as a lock file of npm writes it after `sha512-`."""
    licence: str = ""
    """The licence's path inside the package; empty where a package is only measured."""
    licence_in: Package | None = None
    """The package that holds the licence, where this one forgot it."""


SERIF = Package(
    "source-serif",
    "4.5.1",
    "NUAh5IzF7KiUu2gTpqE+ed9MNbMe4st7LIIXZ0OHHSPc6gg86H67j04M8sIhU2qqFd26btXaFQ2ge5u/p72j0Q==",
    "LICENSE.md",
)
SANS = Package(
    "source-sans",
    "3.52.0",
    "xsm7qlMI/JwxwNdp6pvpR6l+aZjn90fzOzoeUz/qoohIYbKbDwQNRIz5/ItYs7/hvqLirQNUoDFGXSVA3TU9tw==",
    "LICENSE.md",
)
MONO = Package(
    "source-code-pro",
    "2.42.0",
    "18isp9l4xtOL3r61TwL9m1hjYX9qb1+i7iK0pSHEeWADKuQCOdQkBzhFiv8pBfOP7u9lNTBN75yYif2HUdyiyg==",
    "LICENSE.md",
)
# Version 2.021 of this typeface builds each letter of a bare shape and dots, and text copied from
# a PDF falls apart into them; 2.016, in this package, has whole letters. The package carries no
# licence text, so it is taken from a later one of the same typeface by the same authors.
_NASKH_LICENCE = Package(
    "@expo-google-fonts/noto-naskh-arabic",
    "0.4.5",
    "KN73tROdoKQubTZ/ZsERCdAlZ1cBLRbRIe196tISAcPLgIqMvIgFCUs1xsrS/pe3fIYxT9l+c95sQF8wv48ijA==",
)
NASKH = Package(
    "@expo-google-fonts/noto-naskh-arabic",
    "0.2.3",
    "Hny6KEguhKmXSkOG5MqP60NPM8fu0F2wmQslLNSJ0QntrbuZnNwWv12PrwMfKHk0LQH7uDUgnNRW2x4MeH3vWg==",
    "LICENSE_FONT",
    _NASKH_LICENCE,
)
NASTALIQ = Package(
    "@expo-google-fonts/noto-nastaliq-urdu",
    "0.4.2",
    "ciSPIxljdusLFb66Ov5uP8vXNuP2/CPAxwHqF2lIHqQwxZ8YtYf1B9VGiK0hcwp4XqmX6/hog8QNgViWoY9KGg==",
    "LICENSE_FONT",
)
# The rest are measured for the fallbacks and never copied.
GELASIO = Package(
    "@fontsource/gelasio",
    "5.3.0",
    "V95Jr9GxtSCkigiWKEDTIqajefhJHk8251aQYrMBmrdSeYnjgbKRYxLjGpr3/NjpOAf2bejIiZPwtzJ9Bcpsgw==",
)
TINOS = Package(
    "@fontsource/tinos",
    "5.3.0",
    "VVDyyZdbcsLKxo/W7rClAvacD/7DsGc7J5xzzp51Tndib8kDkEe/0bqbb3Xb3iH6+IUjt07aRsvtQ9MGeGGi4w==",
)
ARIMO = Package(
    "@fontsource/arimo",
    "5.3.0",
    "nhxZ2sTVZYX8DJBgLuyX360B5vE4mxqpmjlKTRfucIqfcWRVx9vOYzWBc1IgEX0ist48VMC10PRKbFyH+4QFvQ==",
)
NOTO_SERIF = Package(
    "@fontsource/noto-serif",
    "5.3.0",
    "ZrMzjuQlBIcw+qma1slZQdU3YDJvrjLG+9CWU1bxSf3YTkucwqd3EYa/Kfo4Ts19w8IMTGAmtOE3d6wWlgnBtA==",
)
ROBOTO = Package(
    "@fontsource/roboto",
    "5.3.0",
    "BapRJOWYP+LZ21zp+wBQjfpPYKRoxc4LspJ/RLuI+HSMBD5u/X4O+ESDrSvEqDSy0rAl7GwBJ+09mdc16cVQ1Q==",
)


class Shelf:
    """Fetches each package once into a folder, checks it, and opens files inside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tarballs: dict[Package, Path] = {}

    def licence(self, package: Package) -> Path:
        """The text of the licence that the package's fonts are under."""
        return self.file(package.licence_in or package, package.licence)

    def file(self, package: Package, path: str) -> Path:
        """The file at `path` inside the package, unpacked; PackageError where there is none."""
        place = self._folder / f"{package.name.replace('/', '+')}-{package.version}" / path
        if not place.exists():
            with tarfile.open(self._tarball(package)) as tar:
                try:
                    inside = tar.extractfile(f"package/{path}")
                except KeyError:
                    inside = None
                if inside is None:
                    raise PackageError(f"{package.name} {package.version} has no file {path}")
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(inside.read())
        return place

    def _tarball(self, package: Package) -> Path:
        if package not in self._tarballs:
            self._tarballs[package] = self._fetch(package)
        return self._tarballs[package]

    def _fetch(self, package: Package) -> Path:
        wanted = f"{package.name}@{package.version}"
        folder = self._folder / wanted.replace("/", "+")
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", "--ignore-scripts", wanted]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        tarballs = list(folder.glob("*.tgz"))
        if run.returncode or len(tarballs) != 1:
            raise PackageError(f"npm did not fetch {wanted}: {run.stderr.strip()}")
        found = base64.b64encode(hashlib.sha512(tarballs[0].read_bytes()).digest()).decode()
        if found != package.sha512:
            raise PackageError(f"{wanted} is not the one pinned: its sha512 is {found}")
        return tarballs[0]
