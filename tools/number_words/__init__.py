"""Makes the table of number words from CLDR's rules for spelling numbers out."""
