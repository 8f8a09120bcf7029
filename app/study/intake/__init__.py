"""A person's own data: files in several formats become one table that is mapped into memory."""
