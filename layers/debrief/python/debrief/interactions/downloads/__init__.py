"""The words of a conversation as a file that other systems read: vCon, WebVTT."""
