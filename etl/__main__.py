"""python -m etl COMMAND ...: the commands of loading, as `meomureum` has them."""

from meomureum.app.commands.loading import main
from meomureum.console import run

if __name__ == "__main__":
    run(main)
