"""Virtual women."""
