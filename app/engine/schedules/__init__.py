"""One file adds one of the schedules."""
