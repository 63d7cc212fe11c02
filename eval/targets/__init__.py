"""What is measured: our pipeline, a running service, any model server, the baselines; and how a dataset is asked of it."""
