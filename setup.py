"""What the wheel carries; all else about the package stands in `pyproject.toml`.

`assets/` lies beside the packages in the clone and within `playground` in the wheel,
where `playground/assets.py` looks for it.
"""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages(include=["playground*", "components*"]), "playground._assets"],
    py_modules=["app"],
    package_dir={"playground._assets": "assets"},
    package_data={"": ["*.json"], "playground._assets": ["**/*"]},
    exclude_package_data={"": ["*.pyi"], "playground._assets": ["screenshots/*"]},
)
