"""Rewards for whistle-blowers: known to those alone who assess, approve, pay and audit them."""
