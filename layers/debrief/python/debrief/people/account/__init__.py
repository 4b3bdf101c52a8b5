"""What an administrator settles: roles, feature flags, settings."""
