"""What a team made of an order, in one day: quantity, scrap, a note; never who made how much."""
