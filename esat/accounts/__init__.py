"""Who acts: accounts, sign-in, devices, stations and rights; no word of production in it."""
