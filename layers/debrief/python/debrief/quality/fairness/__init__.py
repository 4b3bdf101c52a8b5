"""What a score rests on, answer by answer, told to whoever may read it, its agent first of all (N17)."""
