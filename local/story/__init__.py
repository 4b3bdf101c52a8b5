"""What `make run` and `make demo` tell: a recording comes in, and a performance summary comes out."""
