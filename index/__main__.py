"""``python -m index --help``."""

from index.cli import main

raise SystemExit(main())
