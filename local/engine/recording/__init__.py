"""What a handler's process imports by itself, to write down which AWS calls it makes; see `patches.calls`."""
