"""The controls of a study: what is compared, on what, for how long."""
