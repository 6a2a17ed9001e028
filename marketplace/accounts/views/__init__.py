"""Pages of one's own account, its factors, and of organisations and their members."""
