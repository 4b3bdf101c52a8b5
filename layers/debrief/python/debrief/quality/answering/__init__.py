"""How questions are answered without a person: by rule and by model."""
