"""The console on a laptop: built from `web/`, and served on one origin with the API and the sign-in."""
