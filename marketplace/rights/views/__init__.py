"""Pages about the hold on rights."""
