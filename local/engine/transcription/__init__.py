"""The stand-in for Amazon Transcribe: reading audio, Amazon's result shapes."""
