"""Boards, daily figures and the paper forms of a day without computers."""
