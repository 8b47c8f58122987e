"""What it costs, measured beside a floor in the same run: ratios tell something, times on a shared machine do not."""
