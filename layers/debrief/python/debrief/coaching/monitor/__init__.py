"""The coaching monitor: how those who were given assignments get on (S3.7)."""
