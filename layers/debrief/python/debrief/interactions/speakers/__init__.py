"""Who is who, said by a person: of one conversation, of a whole import, of everything from one source."""
