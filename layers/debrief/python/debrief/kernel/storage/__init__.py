"""Tables, transactions and objects: the one way to DynamoDB and S3."""
