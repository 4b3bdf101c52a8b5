"""Due work: what has to happen at an instant, written beside the thing it is about, found and done by one runner."""
