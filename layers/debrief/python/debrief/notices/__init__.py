"""What people are told: notices in the console and by e-mail, and what each of them wants to hear of."""
