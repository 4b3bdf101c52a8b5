"""The offline recognisers: what runs in the recogniser's own process, never in the engine's."""
