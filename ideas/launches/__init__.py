"""You said, we did: the stories of launches, as everybody reads them."""
