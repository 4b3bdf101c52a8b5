"""Whether somebody who was coached has improved, held against colleagues who weren't (S3.7, N3)."""
