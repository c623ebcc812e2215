"""``python -m analyser``."""

from analyser.cli import main

main()
