"""Builds the front end before the packages are; all else about them is in pyproject.toml."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist


def _frontend_build() -> ModuleType:
    # By its path: nothing of moonpact is installed yet.
    file = Path(__file__).parent / "server" / "frontend_build.py"
    spec = importlib.util.spec_from_file_location("frontend_build", file)
    if spec is None or spec.loader is None:
        raise ImportError(str(file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def build_frontend() -> None:
    """Build the front end, unless it is; without the npm registry go on without it, unless MOONPACT_UI is 'require'."""
    frontend = _frontend_build()
    if frontend.is_built():
        return
    try:
        frontend.build(frontend.registry())
    except (frontend.FrontendError, OSError) as error:
        if os.environ.get("MOONPACT_UI") == "require":
            # Not an exception of setuptools' kind: an editable install would only warn of it.
            sys.exit(f"the front end cannot be built: {error}")
        sys.stderr.write(f"warning: without scripts and map ('moonpact build-ui' makes them later): {error}\n")


class BuildPy(build_py):
    """Build the front end, then the packages."""

    def run(self) -> None:
        """Run the command."""
        build_frontend()
        super().run()


class Sdist(sdist):
    """Build the front end, then the archive of sources, which has it too."""

    def run(self) -> None:
        """Run the command."""
        build_frontend()
        super().run()


setup(cmdclass={"build_py": BuildPy, "sdist": Sdist})
