"""The laptop cloud: the local engine, its patches, the deployer and the offline model."""
