"""Hands the sample organisation in through the doors that real data use: the API and the recordings bucket."""
