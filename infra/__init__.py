"""The cloud that Debrief runs in, written as CDK stacks."""
