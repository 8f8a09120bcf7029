"""Reports as files: figures and pages are painted by Qt, in a process of their own or on the command line."""
