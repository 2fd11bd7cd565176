"""Everything that changes an account, a role or a substitution: one function an act, each in one transaction."""
