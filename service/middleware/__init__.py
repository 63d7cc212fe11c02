"""What stands before every route: headers, the log, keys and quotas, a cap on the body."""
