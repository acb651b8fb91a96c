"""Proof that nothing leaks: words that stand nowhere else behind every kind of door, and a crawl for them."""
