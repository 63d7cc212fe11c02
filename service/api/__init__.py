"""The service's own JSON API, ``/v1/…``, and its events."""
