"""``python -m rag --help``."""

from rag.cli import main

raise SystemExit(main())
