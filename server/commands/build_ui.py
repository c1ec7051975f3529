"""`moonpact build-ui`: the scripts and the borders of the map, where the installation could not make them."""

import click

from moonpact.server.commands.failure import Failure, examples
from moonpact.server.frontend_build import OUTPUT, FrontendError, build, is_built, registry


@click.command(epilog=examples("moonpact build-ui", "npm_config_registry=https://npm.example.org moonpact build-ui"))
def build_ui() -> None:
    """Fetch what the scripts and the map are made of from the npm registry, check it, and make them.

    The versions and hashes are those of the lock file of the package; Node is not needed. The registry is the one in
    the environment variable npm_config_registry, or else npm's own.
    """
    if is_built():
        click.echo(f"{OUTPUT} is as it should be")
        return
    try:
        build(registry())
    except FrontendError as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"cannot write {OUTPUT}: {error}") from error
    click.echo(f"scripts and map written to {OUTPUT}")
