"""The subcommands of the command line. Each runs the engine in this process."""
