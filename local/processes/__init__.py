"""Child processes that don't outlive the program that started them, however that ends."""
