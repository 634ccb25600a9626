"""Claims: what one source says in one place, put together from mentions and values; how surely, and of whom."""
