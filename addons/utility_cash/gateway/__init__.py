"""The outside world of the cash desk: scanners, fiscal devices, card terminals."""
