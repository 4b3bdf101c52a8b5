"""The local engine: its process, its launcher and the patches that bring it nearer to AWS."""
