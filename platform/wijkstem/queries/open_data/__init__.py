"""What anybody may take along: no more than the public pages show, and nobody's own words or name.

A page can be hidden, and what somebody wrote about themselves goes with their account. A copy elsewhere stays. So the
answers on a submission form stand in no list of these; the address of the page does.
"""
