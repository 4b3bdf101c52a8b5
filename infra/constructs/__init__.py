"""Small constructs, each with the guard rails that every resource of its kind gets."""
