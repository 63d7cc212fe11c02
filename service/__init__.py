"""HTTP: the JSON API and the pages. The only layer that knows FastAPI."""

from service.app import create_app
from service.settings import Settings

__all__ = ["Settings", "create_app"]
