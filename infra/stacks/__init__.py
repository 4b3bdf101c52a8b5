"""The stacks of one environment: data, workflows, api, observability."""
