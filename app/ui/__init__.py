"""What is seen and touched: the only floor that knows Qt."""
