"""Reading figures, the lines behind them, reports and frozen periods."""
