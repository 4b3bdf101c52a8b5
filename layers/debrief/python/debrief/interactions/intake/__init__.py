"""From objects that were dropped to conversations that may enter the pipeline."""
