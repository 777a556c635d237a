"""What pyproject.toml cannot say: layouts and static files stand beside the package in the
repository, and inside it once it is installed. casebook/shipped.py finds them in both places.
"""

from setuptools import find_namespace_packages, setup

BESIDE = ("layouts", "static")

# A folder that holds no Python is a package to setuptools, or its files are not taken along.
packages = find_namespace_packages(
    include=["casebook", "casebook.*"], exclude=["*.__pycache__", "*.__pycache__.*"]
)
for name in BESIDE:
    below = find_namespace_packages(name)
    packages += [f"casebook.{name}", *(f"casebook.{name}.{folder}" for folder in below)]

setup(packages=packages, package_dir={f"casebook.{name}": name for name in BESIDE})
