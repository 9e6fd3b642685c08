"""What people type about themselves: name, age, income, status, residence, contacts."""
