"""What somebody has begun to write and not sent: kept as they type, taken up again, gone once it is sent."""
