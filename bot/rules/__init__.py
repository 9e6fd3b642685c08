"""The rules of the domain, pure: eligibility, slot calendar, course status, desk hours, codes, reminder times."""
