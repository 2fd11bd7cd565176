"""What people type about accounts: their own log-in (passwords), and what offices keep (office)."""
